namespace StreamGmm;

/// <summary>A change of the components of a mixture that follows a stream. Ids are given once, from 0, and never again.</summary>
public abstract record LineageEvent
{
    private LineageEvent()
    {
    }

    /// <summary>Closes the union.</summary>
    internal abstract int Change { get; }

    /// <summary>A component for samples that none of the others explained, or one of a fresh fit that took over.</summary>
    /// <param name="Id">The id of the new component.</param>
    public sealed record Born(long Id) : LineageEvent
    {
        internal override int Change => 1;
    }

    /// <summary>A component had too few samples for too long, or a fresh fit took over.</summary>
    /// <param name="Id">The id of the component that is gone.</param>
    public sealed record Died(long Id) : LineageEvent
    {
        internal override int Change => -1;
    }

    /// <summary>Two components described the same samples.</summary>
    /// <param name="First">One of the two that are gone.</param>
    /// <param name="Second">The other.</param>
    /// <param name="Into">The component in their place.</param>
    public sealed record Merged(long First, long Second, long Into) : LineageEvent
    {
        internal override int Change => -1;
    }

    /// <summary>A component described samples of two kinds.</summary>
    /// <param name="From">The component that is gone.</param>
    /// <param name="First">One of the two in its place.</param>
    /// <param name="Second">The other.</param>
    public sealed record Split(long From, long First, long Second) : LineageEvent
    {
        internal override int Change => 1;
    }
}
