namespace StreamGmm;

/// <summary>Where a fit stands.</summary>
public enum EmStatus
{
    /// <summary>There is more to do.</summary>
    Running,

    /// <summary>What the stop rule looks at is below the tolerance.</summary>
    Converged,

    /// <summary>The iterations allowed are done.</summary>
    LimitReached,

    /// <summary>A component collapsed: the state keeps the last whole mixture and says why.</summary>
    Degenerate,
}
