using System.Reactive.Linq;

namespace StreamGmm;

/// <summary>The operator <c>Lineage</c>.</summary>
public static class LineageOperator
{
    /// <summary>What becomes of components, one event after another. They change where <see cref="OnlineOptions.Structure"/> lets them, and all at once where a fresh fit takes over after a drift.</summary>
    public static IObservable<LineageEvent> Lineage(this IObservable<OnlineState> states)
    {
        ArgumentNullException.ThrowIfNull(states);

        // A batch that was learned before gives the very state again.
        return states.DistinctUntilChanged<OnlineState>(ReferenceEqualityComparer.Instance).SelectMany(state => state.Events);
    }
}
