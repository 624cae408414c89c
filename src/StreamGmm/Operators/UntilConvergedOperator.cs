using System.Reactive.Linq;

namespace StreamGmm;

/// <summary>The operator <c>UntilConverged</c>.</summary>
public static class UntilConvergedOperator
{
    /// <summary>The states up to the first whose mixture has moved by less than <paramref name="tolerance"/> since half the weight was seen.</summary>
    /// <remarks>
    /// Moved: an upper bound of the Kullback–Leibler divergence of the mixture now from the mixture then, component against component, in nats a sample.
    /// It is looked at four times while the weight doubles; a drift alarm and a change of components begin anew.
    /// A memory that forgets never settles: with p parameters and a half-life of h samples the mixture keeps moving by about p ln 2 / 2h, and a tolerance below that is never reached.
    /// </remarks>
    /// <param name="states">The states of a mixture that follows a stream.</param>
    /// <param name="tolerance">In nats a sample; positive. With the default memory, p parameters need about 3 p / tolerance samples, with <see cref="MemoryPolicy.Exact"/> p / (2 · tolerance).</param>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is not a positive number.</exception>
    public static IObservable<OnlineState> UntilConverged(this IObservable<OnlineState> states, double tolerance = 1e-3)
    {
        ArgumentNullException.ThrowIfNull(states);
        if (tolerance is not (> 0 and < double.PositiveInfinity))
            throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "A tolerance is a positive number of nats.");
        return states
            .Scan(new Convergence(), (convergence, state) => convergence.Add(state))
            .TakeUntil(convergence => convergence.Moved < tolerance)
            .Select(convergence => convergence.State!);
    }
}
