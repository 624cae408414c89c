using System.Reactive.Linq;

namespace StreamGmm;

/// <summary>The operator <c>Best</c>.</summary>
public static class BestOperator
{
    /// <summary>The last state of the best restart, when the fit completes: a whole mixture before a degenerate one, then the higher log-likelihood, then the earlier.</summary>
    public static IObservable<EmState> Best(this IObservable<EmState> states) => states
        .Aggregate(new FitSequence.BestSoFar(null, null), (best, state) => best.Add(state))
        .Where(best => best.Result is not null)
        .Select(best => best.Result!);

    /// <summary>The same of a fit over blocks, of whose states those count that are measured: the first and the last of every restart.</summary>
    public static IObservable<EmState> Best(this IObservable<BlockState> states) => states.Select(state => state.Measured).Where(state => state is not null).Select(state => state!).Best();
}
