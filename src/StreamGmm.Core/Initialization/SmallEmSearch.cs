namespace StreamGmm;

/// <summary>Several short EM runs on a part of the samples; the best start wins.</summary>
internal static class SmallEmSearch
{
    private const int MostStarts = 10;
    private const int Iterations = 5;

    /// <summary>The part has this many samples for each free parameter, and never fewer than <see cref="SmallestPart"/>.</summary>
    private const int SamplesPerParameter = 4;

    private const int SmallestPart = 2000;

    /// <summary>What a start costs on its part, in iterations: k-means and the short run.</summary>
    private const int IterationsPerStart = 16;

    /// <summary>The search may cost as much as this many iterations on all samples,</summary>
    private const int IterationsAllowed = 5;

    /// <summary>or this many multiplications, some tens of milliseconds, where the samples are few: the best of ten starts is found far more often than by one.</summary>
    private const double WorkAllowed = 7e8;

    public static GaussianMixture Best(SeedingProblem problem)
    {
        var (starts, part) = Budget(problem);
        var rows = new Subsample(problem.Samples);
        GaussianMixture? best = null;
        var bestRank = (false, double.NegativeInfinity);
        for (var start = 0; start < starts; start++)
        {
            var draws = problem.Draws.Stream(start);
            var trial = problem.With(rows.Draw(part, draws), draws);
            var (mixture, rank) = Run(trial);
            if (best is null || rank.CompareTo(bestRank) > 0)
                (best, bestRank) = (mixture, rank);
        }

        return best!;
    }

    /// <summary>The starts to make, and on how many samples each.</summary>
    internal static (int Starts, int Part) Budget(SeedingProblem problem)
    {
        var (n, k, d) = (problem.Samples.Count, problem.Components, problem.Samples.Dimension);
        var parameters = k - 1 + (k * d) + problem.Shape.ParameterCount(k, d);
        var workPerSample = (double)k * ((d * (d + 1) / 2) + d + 10);
        var allowed = Math.Max((double)IterationsAllowed * n, WorkAllowed / workPerSample) / IterationsPerStart;
        var part = (int)Math.Min(Math.Min(n, Math.Max(SmallestPart, (double)SamplesPerParameter * parameters)), Math.Max(allowed, SmallestPart));
        return ((int)Math.Clamp(allowed / part, 1, MostStarts), part);
    }

    /// <summary>A short run: its mixture, and how good it is. One in which a component sits on fewer samples than span the space is never better than a whole one: its likelihood is that of a spike.</summary>
    private static (GaussianMixture Mixture, (bool IsWhole, double LogLikelihood) Rank) Run(SeedingProblem problem)
    {
        var mixture = problem.FromCenters(problem.Lloyd(problem.PlusPlus()));
        var statistics = Expect();
        for (var i = 0; i < Iterations; i++)
        {
            mixture = problem.Maximize(statistics, mixture);
            statistics = Expect();
        }

        var least = (problem.Samples.Dimension + 1) * problem.Samples.TotalWeight / problem.Samples.Count;
        var isWhole = Enumerable.Range(0, problem.Components).All(k => statistics.Mass(k) > least);
        return (mixture, (isWhole, statistics.MeanLogLikelihood));

        SufficientStatistics Expect() => EStep.Expect(mixture, problem.Samples, problem.Origin, problem.Threads, problem.CancellationToken);
    }
}
