using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using LiveDashboard.Fitting;

namespace LiveDashboard.Watching;

/// <summary>One who watches two axes of the fit.</summary>
internal static class Viewer
{
    /// <summary>A page whose connection broke comes back after this.</summary>
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(500);

    /// <summary>Frames, each when the one before is sent and there is something new: always the latest state. A viewer that is slow or asleep holds nothing but its place.</summary>
    public static async IAsyncEnumerable<SseItem<Frame>> Watch(LiveFit fit, AxisPair axes, Place? seen, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var changed = fit.Journal.Changed;
            var excerpt = fit.Journal.Since(seen);
            seen = excerpt.Place;
            yield return new SseItem<Frame>(Frame.Of(excerpt, axes, fit.AxisNames), "frame") { EventId = $"{excerpt.Place}", ReconnectionInterval = Retry };
            await changed.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
