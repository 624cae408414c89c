namespace StreamGmm.Cli;

/// <summary>Has the code of the E- and M-steps compiled on another core while arguments and data are read: a small fit takes longer to compile than to run.</summary>
internal static class EarlyCompilation
{
    /// <summary>Fits six points in the background, from a start that is given.</summary>
    public static void Begin() => new Thread(Fit) { IsBackground = true, Name = nameof(EarlyCompilation) }.Start();

    private static void Fit()
    {
        var samples = Samples.From((double[])[0, 0, 1, 0, 0, 1, 5, 5, 6, 5, 5, 6], dimension: 2);
        var start = new GaussianMixture([0.5, 0.5], [[0, 0], [5, 5]], new Covariances.Full([[[1, 0], [0, 1]], [[1, 0], [0, 1]]]));
        Gmm.Fit(samples, FitOptions.From(start) with { Em = new EmOptions { MaxIterations = 2, Threads = 1 } });
    }
}
