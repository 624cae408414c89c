namespace StreamGmm;

/// <summary>Which workers keep which blocks in memory.</summary>
internal sealed class Keepers
{
    private readonly Dictionary<string, HashSet<WorkerEntry>> byBlock = new(StringComparer.Ordinal);

    /// <summary>The workers that keep a block.</summary>
    public IReadOnlyCollection<WorkerEntry> Of(string block) => byBlock.TryGetValue(block, out var workers) ? workers : [];

    /// <summary>A worker keeps a block from now on.</summary>
    /// <returns>False where it did before.</returns>
    public bool Add(WorkerEntry worker, string block)
    {
        if (!worker.Kept.Add(block))
            return false;
        if (!byBlock.TryGetValue(block, out var workers))
            byBlock.Add(block, workers = []);
        return workers.Add(worker);
    }

    /// <summary>A worker keeps a block no more.</summary>
    /// <returns>False where it did not before.</returns>
    public bool Remove(WorkerEntry worker, string block)
    {
        if (!worker.Kept.Remove(block))
            return false;
        var workers = byBlock[block];
        workers.Remove(worker);
        if (workers.Count == 0)
            byBlock.Remove(block);
        return true;
    }
}
