namespace StreamGmm;

/// <summary>Computes on several threads ahead of whoever reads.</summary>
internal static class Ahead
{
    /// <summary>The results for 0, 1, …, count − 1 in that order. Not reading to the end cancels what is under way; what a computation throws is thrown in its turn, as it was.</summary>
    /// <param name="count">How many results.</param>
    /// <param name="threads">How many threads at most; one computes while it reads.</param>
    /// <param name="compute">Computes a result, the same on any thread, and heeds the token.</param>
    /// <param name="cancellationToken">Ends the sequence.</param>
    public static IEnumerable<T> InOrder<T>(int count, int threads, Func<int, CancellationToken, T> compute, CancellationToken cancellationToken)
    {
        threads = Math.Min(threads, count);
        return threads <= 1 ? Enumerable.Range(0, count).Select(i => compute(i, cancellationToken)) : OnThreads(count, threads, compute, cancellationToken);
    }

    private static IEnumerable<T> OnThreads<T>(int count, int threads, Func<int, CancellationToken, T> compute, CancellationToken cancellationToken)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var token = ends.Token;
        var results = new TaskCompletionSource<T>?[count];
        for (var i = 0; i < count; i++)
            results[i] = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var next = -1;
        var workers = Enumerable.Range(0, threads)
            .Select(_ => Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))
            .ToArray();
        try
        {
            for (var i = 0; i < count; i++)
            {
                var result = results[i]!.Task.GetAwaiter().GetResult();
                cancellationToken.ThrowIfCancellationRequested();
                results[i] = null;
                yield return result;
            }
        }
        finally
        {
            ends.Cancel();
            Task.WaitAll(workers, CancellationToken.None);
        }

        // Whatever happens, every result that was begun is ended, one way or another.
        void Work()
        {
            for (int i; (i = Interlocked.Increment(ref next)) < count;)
            {
                var result = results[i]!;
                try
                {
                    token.ThrowIfCancellationRequested();
                    result.SetResult(compute(i, token));
                }
                catch (OperationCanceledException)
                {
                    result.SetCanceled(token);
                }
                catch (Exception fault)
                {
                    result.SetException(fault);
                }
            }
        }
    }
}
