using StreamGmm;

namespace Notebooks;

/// <summary>Fits as scikit-learn's GaussianMixture does by default, for figures that hang on where it stops.</summary>
internal static class ScikitLearn
{
    /// <summary>Plain EM until the likelihood changes by less than 1e-3 a sample.</summary>
    public static readonly EmOptions Options = new()
    {
        Acceleration = Acceleration.None,
        Stop = Stop.Change,
        Tolerance = 1e-3,
        MaxIterations = 100,
        Regularization = new Regularization.Absolute(1e-6),
    };

    /// <summary>The best of ten runs of k-means.</summary>
    public static Clustering KMeans(Samples samples, int components) =>
        Enumerable.Range(0, 10).Select(seed => StreamGmm.KMeans.Fit(samples, components, seed)).MinBy(clustering => clustering.Inertia)!;

    /// <summary>From the clusters of k-means. What is printed there is the log-likelihood before the last M-step; the fit is the state after it.</summary>
    public static (double LogLikelihood, EmState Fit) Fit(Samples samples, int components, CovarianceShape shape = default)
    {
        // One iteration in which every sample belongs to its cluster; from there on without labels.
        var clustered = samples.WithLabels(KMeans(samples, components).Assign(samples));
        var certain = Em.Start(InitialMixture.Create(clustered, components, shape, new Seeding.FromLabels()), clustered, Options);
        var start = Em.Next(certain, samples, Options).Mixture;
        var last = Gmm.Fit(samples, FitOptions.From(start) with { Em = Options });
        return (last.LogLikelihood, Em.Next(last, samples, Options));
    }
}
