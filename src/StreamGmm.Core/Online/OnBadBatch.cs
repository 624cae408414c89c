namespace StreamGmm;

/// <summary>What comes of a batch that cannot be learned: a value is no finite number, the dimension is another, a label is no component.</summary>
public enum OnBadBatch
{
    /// <summary>The stream ends with the fault. The state before is untouched.</summary>
    Fault,

    /// <summary>The whole batch is passed over and counted in <see cref="OnlineState.RefusedBatches"/>; nothing else changes but the position.</summary>
    Skip,
}
