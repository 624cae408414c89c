namespace StreamGmm;

/// <summary>One fit of several from different starts.</summary>
internal static class SingleFit
{
    /// <summary>How many different starts a seeding has of those asked for: one that is given is made once.</summary>
    public static int Count(Seeding seeding, int restarts) => seeding is Seeding.From or Seeding.FromLabels ? 1 : restarts;

    /// <summary>How many fits to make at once, and on how many threads each.</summary>
    public static (int AtOnce, EmOptions Each) Share(EmOptions em, int fits)
    {
        var threads = em.Threads > 0 ? em.Threads : Environment.ProcessorCount;
        return (Math.Min(threads, fits), em with { Threads = Math.Max(1, threads / fits) });
    }

    /// <summary>The first and the last state of a fit, without the history that would make it go on faster.</summary>
    public static (EmState First, EmState Last) From(
        Samples samples, int components, CovarianceShape shape, Seeding seeding, int seed, int restart, EmOptions em, CancellationToken cancellationToken)
    {
        var mixture = InitialMixture.Create(samples, components, shape, seeding, seed, restart, em.Threads, cancellationToken);
        var first = Em.Start(mixture, samples, em, cancellationToken) with { Restart = restart };
        return (first, Em.Iterate(first, samples, em, cancellationToken).Last() with { Course = null });
    }

    /// <summary>Whether a fit is better than another: a whole one before a degenerate one, then the higher log-likelihood.</summary>
    public static bool IsBetter(EmState fit, EmState other) => Rank(fit).CompareTo(Rank(other)) > 0;

    private static (bool IsWhole, double LogLikelihood) Rank(EmState fit) => (fit.Status != EmStatus.Degenerate, fit.LogLikelihood);
}
