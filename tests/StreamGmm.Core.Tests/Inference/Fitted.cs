namespace StreamGmm.Core.Tests.Inference;

/// <summary>Mixtures at the maximum of their likelihood, and values of parameters one after another.</summary>
internal static class Fitted
{
    /// <summary>Iterates to the end, without regularization.</summary>
    public static readonly EmOptions ToTheEnd = new() { Regularization = Regularization.None, Tolerance = 1e-14, MaxIterations = 5000 };

    public static EmState From(GaussianMixture start, Samples samples, EmOptions? options = null) =>
        Em.Iterate(Em.Start(start, samples, options ?? ToTheEnd), samples, options ?? ToTheEnd).Last();

    /// <summary>Two components of different size and form, 4 standard deviations apart, with rows drawn from them.</summary>
    public static (GaussianMixture Mixture, Samples Samples) Pair(CovarianceShape shape, int count = 600, int seed = 1, double apart = 4)
    {
        var covariances = shape == CovarianceShape.Full ? new Covariances.Full([[[1, 0.5], [0.5, 2]], [[0.8, -0.3], [-0.3, 0.6]]])
            : shape == CovarianceShape.Tied ? new Covariances.Tied([[1, 0.5], [0.5, 2]])
            : shape == CovarianceShape.Diagonal ? new Covariances.Diagonal([[1, 2], [0.8, 0.6]])
            : (Covariances)new Covariances.Spherical([1, 0.6]);
        var truth = new GaussianMixture([0.35, 0.65], [[0, 0], [apart, 1]], covariances);
        var samples = truth.Sample(count, seed);
        return (From(truth, samples).Mixture, samples);
    }

    /// <summary>Weights, means, then covariances: of matrices all elements.</summary>
    public static double[] Flat(ParameterValues values) => [.. values.Weights, .. values.Means.AsSpan(), .. Flat(values.Covariances)];

    private static double[] Flat(Covariances covariances) => covariances switch
    {
        Covariances.Full full => [.. full.Matrices.SelectMany(matrix => matrix.AsSpan().ToArray())],
        Covariances.Tied tied => tied.Matrix.AsSpan().ToArray(),
        Covariances.Diagonal diagonal => diagonal.Variances.AsSpan().ToArray(),
        Covariances.Spherical spherical => [.. spherical.Variances],
        _ => throw new InvalidOperationException(),
    };
}
