using System.Diagnostics.CodeAnalysis;

namespace StreamGmm;

/// <summary>Only the latest waits.</summary>
/// <typeparam name="T">What the stream is of.</typeparam>
internal sealed class WaitingLatest<T> : IWaiting<T>
{
    private T? latest;
    private bool isThere;

    /// <inheritdoc/>
    public void Add(T item) => (latest, isThere) = (item, true);

    /// <inheritdoc/>
    public bool TryTake([MaybeNullWhen(false)] out T item)
    {
        item = latest;
        var taken = isThere;
        (latest, isThere) = (default, false);
        return taken;
    }
}
