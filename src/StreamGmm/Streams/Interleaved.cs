using System.Runtime.CompilerServices;

namespace StreamGmm;

/// <summary>Several streams as one, each item with the name of the stream it came from.</summary>
internal static class Interleaved
{
    /// <summary>Each item as soon as it is there. One of each stream is asked for ahead; where several have one, those that waited longest come first.</summary>
    public static async IAsyncEnumerable<(string Name, T Item)> AsTheyCome<T>(IReadOnlyDictionary<string, IAsyncEnumerable<T>> streams, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var open = new List<(string Name, IAsyncEnumerator<T> Items, Task<bool> Next)>();
        try
        {
            foreach (var (name, stream) in streams.OrderBy(s => s.Key, StringComparer.Ordinal))
            {
                var items = stream.GetAsyncEnumerator(stop.Token);
                open.Add((name, items, items.MoveNextAsync().AsTask()));
            }

            while (open.Count > 0)
            {
                var first = await Task.WhenAny(open.Select(one => one.Next)).ConfigureAwait(false);
                var index = open.FindIndex(one => one.Next == first);
                var (name, items, _) = open[index];
                if (!await first.ConfigureAwait(false))
                {
                    open.RemoveAt(index);
                    await items.DisposeAsync().ConfigureAwait(false);
                    continue;
                }

                yield return (name, items.Current);
                open.RemoveAt(index);
                open.Add((name, items, items.MoveNextAsync().AsTask()));
            }
        }
        finally
        {
            // What was asked for must come to its end before a stream can be closed.
            await stop.CancelAsync().ConfigureAwait(false);
            foreach (var (_, items, next) in open)
            {
                await Task.WhenAny(next).ConfigureAwait(false);
                await items.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>Each item in its turn: that of the stream of which the fewest were taken.</summary>
    public static async IAsyncEnumerable<(string Name, T Item)> InTurn<T>(
        IReadOnlyDictionary<string, IAsyncEnumerable<T>> streams, Func<string, long> taken, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var open = streams.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => (Name: s.Key, Items: s.Value.GetAsyncEnumerator(cancellationToken))).ToList();
        try
        {
            while (open.Count > 0)
            {
                var next = open.MinBy(one => taken(one.Name));
                if (await next.Items.MoveNextAsync().ConfigureAwait(false))
                {
                    yield return (next.Name, next.Items.Current);
                    continue;
                }

                open.Remove(next);
                await next.Items.DisposeAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            foreach (var (_, items) in open)
                await items.DisposeAsync().ConfigureAwait(false);
        }
    }
}
