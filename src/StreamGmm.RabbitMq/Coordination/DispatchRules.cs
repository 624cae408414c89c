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

    /// <summary>A block that so many workers could not do is given up.</summary>
    public const int MostFailures = 3;
}
