namespace StreamGmm;

/// <summary>How much of the past a mixture that follows a stream remembers: the weight of samples it wants to hold after so much of the stream.</summary>
public abstract record MemoryPolicy
{
    private MemoryPolicy()
    {
    }

    /// <summary>True where the reported mixture is made from averaged statistics.</summary>
    internal virtual bool Averages => false;

    /// <summary>True where drift is looked for.</summary>
    internal virtual bool Detects => false;

    /// <summary>The share of the retained statistics to keep when a piece is learned, from 0 to 1.</summary>
    internal abstract double Retain(in Forgetting now);

    /// <summary>What a sample weighs that comes so late: 1, but where a sample is forgotten by its own time.</summary>
    internal virtual double WeightAfter(TimeSpan late) => 1;

    /// <summary>The largest piece to be learned at once, beside what the warm-up allows.</summary>
    internal virtual double LargestPiece => double.PositiveInfinity;

    /// <summary>The most parameters that this memory is long enough for: fits from less than 2 p samples are unstable.</summary>
    internal virtual double MostParameters => double.PositiveInfinity;

    /// <summary>Throws where this memory is too short for so many parameters.</summary>
    internal virtual void Require(int parameters)
    {
    }

    /// <summary>Keeps what makes the retained weight and the piece together the memory wanted.</summary>
    private static double Toward(double wanted, in Forgetting now) =>
        now.Retained > 0 ? Math.Clamp((wanted - now.Piece) / now.Retained, 0, 1) : 1;

    /// <summary>Everything counts alike for ever: the statistics of the whole stream.</summary>
    public sealed record Exact : MemoryPolicy
    {
        internal override double Retain(in Forgetting now) => 1;
    }

    /// <summary>The memory grows slower than the stream, so that early mistakes are forgotten: W0 max(1, W / (hold W0))^α. For a stationary stream; the mixture reported is averaged.</summary>
    /// <remarks>Stepwise EM (Cappé and Moulines, 2009) with the step written as a memory.</remarks>
    public sealed record Decreasing : MemoryPolicy
    {
        /// <summary>A memory that grows with the power <paramref name="exponent"/> of the stream, once <paramref name="hold"/> warm-ups have passed.</summary>
        /// <exception cref="ArgumentOutOfRangeException">The exponent is not above 0 and at most 1, or the hold is below 1.</exception>
        public Decreasing(double exponent = 0.6, double hold = 5)
        {
            if (exponent is not (> 0 and <= 1))
                throw new ArgumentOutOfRangeException(nameof(exponent), exponent, "The exponent lies above 0 and is at most 1.");
            if (hold is not (>= 1 and < double.PositiveInfinity))
                throw new ArgumentOutOfRangeException(nameof(hold), hold, "The hold is 1 or more.");
            (Exponent, Hold) = (exponent, hold);
        }

        /// <summary>α: the memory grows with this power of the stream.</summary>
        public double Exponent { get; }

        /// <summary>How many warm-ups the memory stays as it was at first.</summary>
        public double Hold { get; }

        internal override bool Averages => true;

        internal override double Retain(in Forgetting now) =>
            Toward(Math.Min(now.Clock, now.WarmUp * Math.Pow(Math.Max(1, now.Clock / (Hold * now.WarmUp)), Exponent)), now);
    }

    /// <summary>A sample counts half after so many more: the mixture follows what changes. An alarm cuts no memory, but after it a fresh fit may take over.</summary>
    public sealed record HalfLife : MemoryPolicy
    {
        /// <summary>A half-life in samples (in weight, where they have weights).</summary>
        /// <exception cref="ArgumentOutOfRangeException">It is not a positive number.</exception>
        public HalfLife(double samples) => Samples = samples is > 0 and < double.PositiveInfinity
            ? samples
            : throw new ArgumentOutOfRangeException(nameof(samples), samples, "A half-life is a positive number of samples.");

        /// <summary>A half-life in time: between batches, by their <see cref="Batch.Time"/>. However long a pause, 2 p samples are not forgotten, those that p parameters need.</summary>
        /// <exception cref="ArgumentOutOfRangeException">It is not a positive time.</exception>
        public HalfLife(TimeSpan time) => Time = time > TimeSpan.Zero
            ? time
            : throw new ArgumentOutOfRangeException(nameof(time), time, "A half-life is a positive time.");

        private HalfLife(double? batches) => Batches = batches;

        /// <summary>A half-life in batches, however many samples they bring. 2 p samples are not forgotten, those that p parameters need.</summary>
        /// <exception cref="ArgumentOutOfRangeException">It is not a positive number.</exception>
        public static HalfLife InBatches(double batches) => batches is > 0 and < double.PositiveInfinity
            ? new HalfLife((double?)batches)
            : throw new ArgumentOutOfRangeException(nameof(batches), batches, "A half-life is a positive number of batches.");

        /// <summary>After how many samples one counts half; null where it is a matter of time or batches.</summary>
        public double? Samples { get; }

        /// <summary>After what time a sample counts half; null where it is a matter of samples or batches.</summary>
        public TimeSpan? Time { get; }

        /// <summary>After how many batches a sample counts half; null where it is a matter of samples or time.</summary>
        public double? Batches { get; }

        internal override bool Detects => true;

        internal override double LargestPiece => Samples is { } h ? h / (2 * Math.Log(2)) : double.PositiveInfinity;

        internal override double Retain(in Forgetting now)
        {
            if (Samples is { } samples)
                return Math.Pow(2, -now.Piece / samples);
            var halves = Time is { } time ? now.Since.Time / time : now.Since.Batches / Batches!.Value;
            return Math.Max(Math.Pow(2, -halves), Toward(now.Least, now));
        }

        internal override double WeightAfter(TimeSpan late) => Time is { } time ? Math.Pow(2, -(late / time)) : 1;

        internal override double MostParameters => Samples is { } h ? h / (2 * Math.Log(2)) : double.PositiveInfinity;

        internal override void Require(int parameters)
        {
            if (Samples is { } h && parameters > MostParameters)
                throw new ArgumentException(FormattableString.Invariant($"A half-life of {h:R} samples is too short for {parameters} parameters: {Math.Ceiling(2 * parameters * Math.Log(2))} is the least that is sound. Lengthen it, or use fewer components or a simpler shape."));
        }
    }

    /// <summary>The memory grows with the stream up to a limit and then stays: older samples fade. An alarm cuts no memory, but after it a fresh fit may take over.</summary>
    public sealed record Window : MemoryPolicy
    {
        /// <summary>A memory of the weight of <paramref name="samples"/> samples.</summary>
        /// <exception cref="ArgumentOutOfRangeException">It is not a positive number.</exception>
        public Window(double samples) => Samples = samples is > 0 and < double.PositiveInfinity
            ? samples
            : throw new ArgumentOutOfRangeException(nameof(samples), samples, "A window is a positive number of samples.");

        /// <summary>The weight remembered.</summary>
        public double Samples { get; }

        internal override bool Detects => true;

        internal override double LargestPiece => Samples / 2;

        internal override double Retain(in Forgetting now) => Toward(Math.Min(now.Clock, Samples), now);

        internal override double MostParameters => Samples / 2;

        internal override void Require(int parameters)
        {
            if (parameters > MostParameters)
                throw new ArgumentException(FormattableString.Invariant($"A window of {Samples:R} samples is too short for {parameters} parameters: {2 * parameters} is the least that is sound. Lengthen it, or use fewer components or a simpler shape."));
        }
    }

    /// <summary>Another memory, cut back to the warm-up when the stream drifts: fast after a change, exact between changes. A fresh fit of what follows takes over where it explains it better.</summary>
    public sealed record Adaptive : MemoryPolicy
    {
        /// <summary>The memory between changes; null for <see cref="Decreasing"/>.</summary>
        /// <exception cref="ArgumentException">The inner memory is adaptive itself.</exception>
        public Adaptive(MemoryPolicy? inner = null) => Inner = inner is Adaptive
            ? throw new ArgumentException("An adaptive memory is adaptive once: give it another one inside.", nameof(inner))
            : inner ?? new Decreasing();

        /// <summary>The memory between changes.</summary>
        public MemoryPolicy Inner { get; }

        internal override bool Averages => Inner.Averages;

        internal override bool Detects => true;

        internal override double LargestPiece => Inner.LargestPiece;

        internal override double Retain(in Forgetting now) => Inner.Retain(now);

        internal override double WeightAfter(TimeSpan late) => Inner.WeightAfter(late);

        internal override double MostParameters => Inner.MostParameters;

        internal override void Require(int parameters) => Inner.Require(parameters);
    }

    /// <summary>What the rule of forgetting looks at when a piece is learned.</summary>
    /// <param name="Retained">The weight the statistics hold.</param>
    /// <param name="Piece">B: the weight of the piece.</param>
    /// <param name="Clock">W: the weight seen since the start or the last cut, the piece among it.</param>
    /// <param name="WarmUp">W0.</param>
    /// <param name="Least">2 p: what a mixture of so many parameters needs.</param>
    /// <param name="Since">What has passed since the piece before.</param>
    internal readonly record struct Forgetting(double Retained, double Piece, double Clock, double WarmUp, double Least, Passed Since);

    /// <summary>What has passed since the piece before: something for the first of a batch, nothing for the others.</summary>
    /// <param name="Time">The time between the batches.</param>
    /// <param name="Batches">The batches begun.</param>
    internal readonly record struct Passed(TimeSpan Time, int Batches);
}
