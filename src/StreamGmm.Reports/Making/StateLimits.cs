namespace StreamGmm;

/// <summary>How much of the mixtures of a report is written on its page.</summary>
internal static class StateLimits
{
    /// <summary>Numbers of all mixtures together: 0.8 MB.</summary>
    public const int MostNumbers = 150_000;

    /// <summary>Axes: histograms of more, and samples of so many that few are left, help nobody.</summary>
    public const int MostAxes = 64;

    /// <summary>Numbers of the mixture that can be copied: at some 20 characters each 0.2 MB.</summary>
    public const int MostCopied = 10_000;

    /// <summary>K weights, K × m means and K triangles.</summary>
    public static long Numbers(int components, int axes) => components * (1 + axes + (axes * (axes + 1L) / 2));

    /// <summary>m: the most axes, up to <see cref="MostAxes"/>, with which so many states of K components can be written.</summary>
    public static int Axes(int dimension, int components, int states)
    {
        var axes = Math.Min(dimension, MostAxes);
        while (axes > 1 && states * Numbers(components, axes) > MostNumbers)
            axes--;
        return axes;
    }

    /// <summary>How many states like this one are kept while more come.</summary>
    public static int Kept(GaussianMixture mixture, ReportOptions options)
    {
        var axes = Axes(mixture.Dimension, mixture.Components, Math.Min(2, options.MostStates));
        return (int)Math.Clamp(MostNumbers / Numbers(mixture.Components, axes), Math.Min(2, options.MostStates), options.MostStates);
    }

    /// <summary>The states that fit together: all, or the first, the last and evenly spread ones between.</summary>
    public static IReadOnlyList<DrawnState> Fitting(IReadOnlyList<DrawnState> states, int axes)
    {
        for (var most = states.Count; ; most--)
        {
            DrawnState[] some = [.. EvenlySpread<DrawnState>.At(states.Count, most).Select(i => states[(int)i])];
            if (most <= 1 || some.Sum(state => Numbers(state.Mixture.Components, axes)) <= MostNumbers)
                return some;
        }
    }

    /// <summary>The numbers of a saved mixture: symmetric matrices are written whole.</summary>
    public static long Written(GaussianMixture mixture)
    {
        long k = mixture.Components, d = mixture.Dimension;
        return k + (k * d) + (mixture.Covariances switch
        {
            Covariances.Full => k * d * d,
            Covariances.Tied => d * d,
            Covariances.Diagonal => k * d,
            Covariances.Spherical => k,
            Covariances.LowRank lowRank => k * ((lowRank.Rank * (d + 1)) + 1),
            _ => throw new System.Diagnostics.UnreachableException(),
        });
    }
}
