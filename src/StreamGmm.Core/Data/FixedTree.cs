namespace StreamGmm;

/// <summary>Adds up the results of leaves by a fixed binary tree: threads decide who computes a node, never which nodes there are.</summary>
internal static class FixedTree
{
    /// <summary>A thread more is worth its start from about this many multiplications on.</summary>
    private const long WorkWorthAThread = 200_000;

    /// <summary>The threads worth starting for so much work: those allowed (0: all cores), and one at least.</summary>
    public static int Threads(int allowed, long work) =>
        (int)Math.Clamp(work / WorkWorthAThread, 1, allowed > 0 ? allowed : Environment.ProcessorCount);

    /// <summary>The result over all leaves. A worker is what one thread needs to compute leaves; <paramref name="add"/> may reuse its arguments and must commute bit for bit.</summary>
    /// <param name="leaves">The number of leaves, 1 or more.</param>
    /// <param name="threads">How many threads at most.</param>
    /// <param name="start">Makes a worker.</param>
    /// <param name="leaf">Computes a leaf.</param>
    /// <param name="add">Adds two results of neighbouring nodes.</param>
    public static TResult Reduce<TWorker, TResult>(int leaves, int threads, Func<TWorker> start, Func<TWorker, int, TResult> leaf, Func<TResult, TResult, TResult> add)
        where TWorker : IDisposable
        where TResult : class
    {
        var waiting = new TResult?[2 * leaves];
        var next = -1;
        TResult? total = null;

        ForEachThread(Math.Min(threads, leaves), () =>
        {
            using var worker = start();
            for (int index; (index = Interlocked.Increment(ref next)) < leaves;)
            {
                if (Climb(leaf(worker, index), index) is { } root)
                    total = root;
            }
        });
        return total!;

        // The first child to arrive at a node waits there, the second takes it along.
        TResult? Climb(TResult result, int index)
        {
            var (width, level) = (leaves, 0);
            while (width > 1)
            {
                var isLastOfOdd = (index ^ 1) >= width;
                index >>= 1;
                width = (width + 1) >> 1;
                level += width;
                if (isLastOfOdd)
                    continue;
                if (Interlocked.CompareExchange(ref waiting[level + index - width], result, null) is not { } sibling)
                    return null;
                waiting[level + index - width] = null;
                result = add(sibling, result);
            }

            return result;
        }
    }

    /// <summary>Runs an action on several threads at once, the caller's among them; the first exception is rethrown as it was.</summary>
    public static void ForEachThread(int threads, Action action)
    {
        if (threads <= 1)
            action();
        else
            Crew.Run(threads, action);
    }
}
