using System.Diagnostics.CodeAnalysis;

namespace StreamGmm;

/// <summary>Batches that wait, in their order; those that follow one another in the source may become one.</summary>
internal sealed class WaitingBatches : IWaiting<Batch>
{
    // Joined when taken, so that many small ones are copied once.
    private readonly LinkedList<List<Batch>> runs = [];

    /// <summary>How many there are to take.</summary>
    public int Count => runs.Count;

    /// <summary>One more, to be taken by itself.</summary>
    public void AddApart(Batch batch) => runs.AddLast([batch]);

    /// <summary>One more; it becomes one with the last that waits, where it follows it.</summary>
    public void Add(Batch batch)
    {
        if (runs.Last is { } last && last.Value[^1].IsFollowedBy(batch))
            last.Value.Add(batch);
        else
            AddApart(batch);
    }

    /// <inheritdoc/>
    public bool TryTake([MaybeNullWhen(false)] out Batch item)
    {
        item = null;
        if (runs.First is not { } first)
            return false;
        runs.RemoveFirst();
        item = Batch.Join(first.Value);
        return true;
    }
}
