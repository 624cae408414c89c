namespace StreamGmm;

/// <summary>Whether the components of a mixture that follows a stream may change in number.</summary>
public abstract record Structure
{
    private Structure()
    {
    }

    /// <summary>The fewest components there may be, for K at the start.</summary>
    internal abstract int Least(int components);

    /// <summary>The most components there may be, for K at the start.</summary>
    internal abstract int Most(int components);

    /// <summary>The components stay as many as they are.</summary>
    public sealed record Fixed : Structure
    {
        internal override int Least(int components) => components;

        internal override int Most(int components) => components;
    }

    /// <summary>Components are born, die, merge and split as the stream asks for it, tested by BIC on the latest samples.</summary>
    public sealed record Adapt : Structure
    {
        /// <summary>Between so many components.</summary>
        /// <exception cref="ArgumentOutOfRangeException">The minimum is below 1, or above the maximum.</exception>
        public Adapt(int minimum, int maximum)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(minimum, 1);
            ArgumentOutOfRangeException.ThrowIfLessThan(maximum, minimum);
            (Minimum, Maximum) = (minimum, maximum);
        }

        /// <summary>The fewest components.</summary>
        public int Minimum { get; }

        /// <summary>The most components.</summary>
        public int Maximum { get; }

        internal override int Least(int components) => Minimum;

        internal override int Most(int components) => Maximum;
    }
}
