namespace StreamGmm.Core.Tests.Online;

internal static class Batches
{
    /// <summary>The rows as a batch that ends at a position, taken so many minutes after the beginning of time.</summary>
    public static Batch At(this Samples samples, long position, int? minutes = null) =>
        new(samples, position, minutes is { } m ? DateTimeOffset.UnixEpoch.AddMinutes(m) : null);
}
