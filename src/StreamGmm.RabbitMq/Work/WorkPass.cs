namespace StreamGmm;

/// <summary>What a worker knows of a pass.</summary>
internal sealed class WorkPass((Guid Coordinator, long Number) key, Message.Mixture? mixture)
{
    public (Guid Coordinator, long Number) Key { get; } = key;

    /// <summary>The mixture and the origin, where the pass has any.</summary>
    public Message.Mixture? Mixture { get; } = mixture;

    /// <summary>Cancelled when the pass is over.</summary>
    public CancellationTokenSource Over { get; } = new();
}
