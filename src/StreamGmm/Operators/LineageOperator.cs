using System.Reactive.Linq;

namespace StreamGmm;

/// <summary>The operator <c>Lineage</c>.</summary>
public static class LineageOperator
{
    /// <summary>What becomes of components, one event after another. There is none unless <see cref="OnlineOptions.Structure"/> lets them change.</summary>
    public static IObservable<LineageEvent> Lineage(this IObservable<OnlineState> states)
    {
        ArgumentNullException.ThrowIfNull(states);

        // A batch that was learned before gives the very state again.
        return states.DistinctUntilChanged<OnlineState>(ReferenceEqualityComparer.Instance).SelectMany(state => state.Events);
    }
}
