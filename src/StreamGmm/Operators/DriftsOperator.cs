using System.Reactive.Linq;

namespace StreamGmm;

/// <summary>The operator <c>Drifts</c>.</summary>
public static class DriftsOperator
{
    /// <summary>The states that raised a drift alarm, each alarm once. Memories that forget look for drift: <see cref="MemoryPolicy.Adaptive"/> (the default), <see cref="MemoryPolicy.HalfLife"/> and <see cref="MemoryPolicy.Window"/>.</summary>
    public static IObservable<OnlineState> Drifts(this IObservable<OnlineState> states)
    {
        ArgumentNullException.ThrowIfNull(states);
        return states.Where(state => state.Alarm).DistinctUntilChanged(state => state.Alarms);
    }
}
