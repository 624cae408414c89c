using System.Collections.Immutable;

namespace StreamGmm;

/// <summary>What acceleration remembers at a state of a fit: the states before, and the leap that they suggest.</summary>
internal sealed record Course
{
    /// <summary>A cycle of two steps that gains less, in nats, is near enough to the end for quasi-Newton steps.</summary>
    private const double NearGain = 1e-3;

    /// <summary>Where less is to be gained, in nats, rounding would decide whether a leap is one.</summary>
    private const double LeastGain = 1e-12;

    /// <summary>So many states are handed over.</summary>
    private const int MostRecent = 5;

    /// <summary>The reach at first: a few plain steps, as nothing is known yet.</summary>
    private const double FirstFarReach = 4;

    /// <inheritdoc cref="FirstFarReach"/>
    private const double FirstNearReach = 8;

    /// <summary>After a leap that was held back and succeeded the reach is so many times longer, after one that failed so many times shorter than the leap.</summary>
    private const double ReachFactor = 4;

    private Course(EmState state, GaussianMixture plain, Regularization regularization) =>
        (Plain, Regularization, Recent) = (plain, regularization, [new Visited(state.Mixture, plain, state.LogLikelihood)]);

    /// <summary>What the M-step makes of the state.</summary>
    public GaussianMixture Plain { get; }

    /// <summary>The regularization of that M-step.</summary>
    public Regularization Regularization { get; }

    /// <summary>The leap to try next, if there is one.</summary>
    public Leap? Leap { get; init; }

    /// <summary>False at the first state, and where the likelihood fell: leaps then tell nothing.</summary>
    public bool IsUnderWay => Recent.Length > 1;

    /// <summary>What is still to be gained in mean log-likelihood as the last two leaps see it, and no less than the last two steps gained; +∞ where that is not known.</summary>
    public double RemainingGain => Leap is { } leap && Recent.Length > 2
        ? Math.Max(Math.Max(leap.RemainingGain, RemainingBefore), Recent[^1].LogLikelihood - Recent[^3].LogLikelihood)
        : double.PositiveInfinity;

    private double RemainingBefore { get; init; } = double.PositiveInfinity;

    /// <summary>The last states, the present one among them.</summary>
    private ImmutableArray<Visited> Recent { get; init; }

    /// <summary>What quasi-Newton steps are made of; null while the fit is far from its end.</summary>
    private Secants? Secants { get; init; }

    private double FarReach { get; init; } = FirstFarReach;

    private double NearReach { get; init; } = FirstNearReach;

    /// <summary>The course at a state.</summary>
    /// <param name="state">The state, just reached.</param>
    /// <param name="plain">What the M-step makes of it.</param>
    /// <param name="before">The course of the state before; null if there is none.</param>
    /// <param name="leapt">True if the state was reached by the leap of <paramref name="before"/>; false if by the plain step.</param>
    /// <param name="options">How to iterate.</param>
    public static Course At(EmState state, GaussianMixture plain, Course? before, bool leapt, EmOptions options)
    {
        var course = new Course(state, plain, options.Regularization);

        // Where plain steps lower the likelihood, as regularization can make them, no leap could be told from a bad one.
        if (before is null || state.LogLikelihood < before.Recent[^1].LogLikelihood)
            return course;
        var failed = !leapt && before.Leap?.Mixture is not null;
        var recent = before.Recent.Add(course.Recent[0]);
        var isNear = options.Acceleration == Acceleration.Hybrid && !failed
            && (before.Secants is not null || (recent.Length > 2 && state.LogLikelihood - recent[^3].LogLikelihood < NearGain));
        course = course with { Recent = [.. recent.TakeLast(MostRecent)], FarReach = before.FarReach, NearReach = before.NearReach, RemainingBefore = before.Leap is { } seen ? seen.RemainingGain : before.RemainingBefore };
        if (before.Leap is { } leap && (leapt || failed))
        {
            course = before.Secants is null
                ? course with { FarReach = Adapted(before.FarReach, leap, leapt, 1.5) }
                : course with { NearReach = Adapted(before.NearReach, leap, leapt, 0.5) };
        }

        course = isNear ? course.Near(before, leapt)
            : leapt || (failed && before.Secants is null) ? course
            : course with { Leap = Leap.Squarem(recent[^2].Mixture, state.Mixture, plain, course.FarReach) };
        return course.Leap is { } next && !(next.RemainingGain > LeastGain)
            ? course with { Leap = next with { Mixture = null } }
            : course;
    }

    private static double Adapted(double reach, Leap leap, bool leapt, double least) =>
        !leapt ? Math.Max(least, leap.Length / ReachFactor) : leap.IsHeldBack ? reach * ReachFactor : reach;

    /// <summary>The same with what quasi-Newton steps need. A state is where the leap or the plain step before led, and those have their coordinates.</summary>
    private Course Near(Course before, bool leapt)
    {
        var now = Recent[^1];
        Secants? secants = null;
        if (before.Secants is { } known && known.Chart.Covers(now.Mixture) && known.Chart.Covers(now.Plain))
        {
            secants = known.Add(leapt ? before.Leap!.Coordinates! : known.Plain, known.Chart.Of(now.Plain));
        }
        else
        {
            var chart = Chart.About(now.Mixture);
            foreach (var visited in Recent.Where(visited => chart.Covers(visited.Mixture) && chart.Covers(visited.Plain)))
            {
                var (x, plain) = (chart.Of(visited.Mixture), chart.Of(visited.Plain));
                secants = secants?.Add(x, plain) ?? new Secants(chart, x, plain);
            }
        }

        return secants is null ? this : this with { Secants = secants, Leap = Leap.QuasiNewton(secants, now.Plain, NearReach) };
    }

    private sealed record Visited(GaussianMixture Mixture, GaussianMixture Plain, double LogLikelihood);
}
