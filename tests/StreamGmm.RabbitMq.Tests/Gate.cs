namespace StreamGmm.RabbitMq.Tests;

/// <summary>Holds a worker in the opening of one of its blocks.</summary>
/// <param name="number">The number of the opening, from 1.</param>
/// <param name="listens">Whether cancelling frees it too.</param>
internal sealed class Gate(int number, bool listens = true) : IDisposable
{
    private readonly ManualResetEventSlim open = new();
    private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int count;

    /// <summary>Done when the worker is held.</summary>
    public Task Reached => reached.Task.WaitAsync(Broker.Cluster.Limit);

    public void Pass(string block, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref count) != number)
            return;
        reached.TrySetResult();
        open.Wait(listens ? cancellationToken : default);
    }

    public void Open() => open.Set();

    public void Dispose()
    {
        open.Set();
    }
}
