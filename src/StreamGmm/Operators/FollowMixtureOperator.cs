using System.Reactive.Disposables;
using System.Reactive.Linq;

namespace StreamGmm;

/// <summary>The operator <c>FollowMixture</c>.</summary>
public static class FollowMixtureOperator
{
    /// <summary>Online EM: the state after each batch, the scan of <see cref="OnlineEm.Next"/>.</summary>
    /// <remarks>Cold: each subscription learns for itself, on the thread that brings the batches. Disposing cancels a step within one tile.</remarks>
    /// <param name="batches">The stream.</param>
    /// <param name="options">How to follow it.</param>
    /// <param name="resume">The state to go on from, as it was saved; null to start from nothing.</param>
    /// <returns>The states; a batch that cannot be learned as <c>OnError</c>, unless <see cref="OnlineOptions.OnBadBatch"/> says otherwise.</returns>
    public static IObservable<OnlineState> FollowMixture(this IObservable<Batch> batches, OnlineOptions options, OnlineState? resume = null)
    {
        ArgumentNullException.ThrowIfNull(batches);
        ArgumentNullException.ThrowIfNull(options);
        return Observable.Using(
            () => new CancellationDisposable(),
            cancel => batches.Scan(resume ?? OnlineEm.Start(options), (state, batch) => OnlineEm.Next(state, batch, options, cancel.Token)));
    }
}
