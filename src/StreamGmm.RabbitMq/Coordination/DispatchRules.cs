namespace StreamGmm;

/// <summary>How blocks are given to workers.</summary>
/// <param name="AllowMixed">Whether workers that round differently are taken.</param>
/// <param name="Silence">A worker not heard of for so long is gone.</param>
/// <param name="Patience">A pass without any worker for so long fails.</param>
/// <param name="Overdue">A block is given to another worker as well after this multiple of the median time of a block.</param>
/// <param name="OverdueFloor">But not before this time.</param>
internal sealed record DispatchRules(bool AllowMixed, TimeSpan Silence, TimeSpan Patience, double Overdue, TimeSpan OverdueFloor)
{
    /// <summary>One that is worked on, and one that is there when it is done: the way to the coordinator and back costs no time.</summary>
    public const int OutstandingEach = 2;

    /// <summary>What a coordinator has to do for a task, in seconds, besides the numbers of the answer: two messages through client and broker.</summary>
    public const double SecondsPerTask = 1e-4;

    /// <summary>What it has to do for a number of an answer, in seconds: read, checked and added.</summary>
    public const double SecondsPerNumber = 1.6e-8;

    /// <summary>A run is no longer than leaves every worker so many of them: all end at about the same time.</summary>
    public int TasksEach { get; init; } = 4;

    /// <summary>No run is longer, as a power of two.</summary>
    public int MostHeight { get; init; } = Run.MostHeight;

    /// <summary>A block that so many workers could not do is given up.</summary>
    public const int MostFailures = 3;
}
