namespace StreamGmm;

/// <content>Which worker keeps which blocks.</content>
internal sealed partial class Dispatcher
{
    private readonly Keepers keepers = new();

    /// <summary>These are the blocks that a worker keeps, and no others.</summary>
    private void KeepOnly(WorkerEntry worker, IReadOnlyList<string> blocks)
    {
        // Mostly nothing has changed since it said so last.
        if (worker.Kept.SetEquals(blocks))
            return;
        foreach (var block in worker.Kept.Except(blocks, StringComparer.Ordinal).ToArray())
            Forget(worker, block);
        foreach (var block in blocks)
            Keep(worker, block);
    }

    private void Keep(WorkerEntry worker, string block)
    {
        if (!keepers.Add(worker, block))
            return;
        foreach (var pass in passes.Values)
        {
            if (pass.PlaceOf(block) is var place and >= 0)
                pass.Unsent.Keep(worker, place);
        }
    }

    private void Forget(WorkerEntry worker, string block)
    {
        if (!keepers.Remove(worker, block))
            return;
        foreach (var pass in passes.Values)
        {
            if (pass.PlaceOf(block) is var place and >= 0)
                pass.Unsent.Forget(worker, place);
        }
    }
}
