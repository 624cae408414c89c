namespace StreamGmm;

/// <summary>A run of blocks that a worker has and that is not answered.</summary>
/// <param name="Run">The blocks.</param>
/// <param name="Worker">Who has them.</param>
/// <param name="Weight">The blocks that the worker has to do until it is done with these.</param>
internal sealed record SentRun(Run Run, WorkerEntry Worker, int Weight)
{
    /// <summary>Since when it is waited for.</summary>
    public TimeSpan Time { get; set; }
}
