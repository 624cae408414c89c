using System.Runtime.CompilerServices;

namespace StreamGmm;

/// <summary>The operator <c>FollowMixtureAsync</c>.</summary>
public static class FollowMixtureAsyncOperator
{
    /// <summary>Online EM, pulled: the state after each batch, bit for bit those of <see cref="FollowMixtureOperator.FollowMixture"/>. The next batch is asked for when the next state is.</summary>
    /// <param name="batches">The stream.</param>
    /// <param name="options">How to follow it.</param>
    /// <param name="resume">The state to go on from, as it was saved; null to start from nothing.</param>
    /// <param name="cancellationToken">Looked at before every tile.</param>
    /// <exception cref="ArgumentException">A batch cannot be learned, and <see cref="OnlineOptions.OnBadBatch"/> does not say to skip it.</exception>
    public static IAsyncEnumerable<OnlineState> FollowMixtureAsync(this IAsyncEnumerable<Batch> batches, OnlineOptions options, OnlineState? resume = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batches);
        ArgumentNullException.ThrowIfNull(options);
        return States(batches, options, resume ?? OnlineEm.Start(options), cancellationToken);
    }

    private static async IAsyncEnumerable<OnlineState> States(
        IAsyncEnumerable<Batch> batches, OnlineOptions options, OnlineState state, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var batch in batches.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return state = OnlineEm.Next(state, batch, options, cancellationToken);
        }
    }
}
