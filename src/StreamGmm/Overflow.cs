namespace StreamGmm;

/// <summary>What becomes of a batch that comes when as many wait as may.</summary>
public enum Overflow
{
    /// <summary>The source waits: its <c>OnNext</c> returns when there is room. Nothing is lost.</summary>
    Wait,

    /// <summary>The batch that has waited longest is dropped and its weight counted.</summary>
    DropOldest,

    /// <summary>The batch that comes is dropped and its weight counted.</summary>
    DropNewest,

    /// <summary>The batch that comes is joined to the last that waits, where it follows it in the source. Nothing is lost, and the memory needed grows with what waits.</summary>
    Conflate,
}
