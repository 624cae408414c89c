using System.Diagnostics.CodeAnalysis;

namespace StreamGmm;

/// <summary>What waits for an observer that is busy.</summary>
/// <typeparam name="T">What the stream is of.</typeparam>
internal interface IWaiting<T>
{
    /// <summary>One more.</summary>
    void Add(T item);

    /// <summary>The next to hand over; false where nothing waits.</summary>
    bool TryTake([MaybeNullWhen(false)] out T item);
}
