using StreamGmm;

namespace Notebooks;

/// <summary>Notebook 1: the fitted mixture beside the true one.</summary>
internal static class Notebook1
{
    public static Task Run(Report report)
    {
        report.Title("Notebook 1: how near the fit comes to the truth");
        OneDimension(report);
        MoreDimensions(report);
        return Task.CompletedTask;
    }

    private static void OneDimension(Report report)
    {
        report.Section("90 numbers of three Gaussians that overlap");
        var labelled = Data.Read("blobs1d.csv", new() { Labels = "label" });
        var samples = labelled.WithoutLabels();
        report.Same("true means", "-2.188 -0.076 2.040", Means(InitialMixture.Create(labelled, 3, seeding: new Seeding.FromLabels())));

        var mixture = ScikitLearn.Fit(samples, 3).Fit.Mixture;
        report.Same("means, as scikit-learn", "-2.182 0.017 2.574", Means(mixture));
        report.Same("accuracy, as scikit-learn, %", "87", 100 * mixture.Agreement(labelled).Accuracy);

        // Its own EM leaves the weights out of the responsibilities: a fit with equal weights. The best of ten starts.
        var own = Enumerable.Range(0, 10).Select(seed => WithEqualWeights(samples, seed)).MaxBy(m => m.LogDensity(samples).Sum())!;
        report.Same("means, its own EM without weights", "-2.185 -0.115 1.378", Means(own));
        report.Same("agreement of the two, %", "92.22", 100 * own.Agreement(mixture, samples).Accuracy);
    }

    private static GaussianMixture WithEqualWeights(Samples samples, int seed)
    {
        var normal = new GaussianMixture([1], [[0]], new Covariances.Full([[[1]]]));
        var mixture = HandWritten.Start(RealMatrix.Create(normal.Sample(3, seed)));
        var equal = mixture.Weights;
        for (var i = 0; i < 100; i++)
        {
            var next = MStep.Maximize(Em.Start(mixture, samples).Statistics, mixture, Regularization.None);
            mixture = new GaussianMixture(equal, next.Means, next.Covariances);
        }

        return mixture;
    }

    private static void MoreDimensions(Report report)
    {
        report.Section("Two clusters in more dimensions; the notebook's rates are not printed, these are scikit-learn's and another program's");
        var blobs = Data.Read("blobs3d.csv", new() { Labels = "label" });
        var fit = Gmm.Fit(blobs.WithoutLabels(), new FitOptions(2) { Em = new EmOptions { MaxIterations = 10 } });
        report.Same("blobs in three dimensions, misclassified, %", "0", 100 * fit.Mixture.Agreement(blobs).MisclassificationRate);

        // The digits 2 and 6, five directions a component. A weight of 0 leaves a row out.
        var digits = Data.Read("digits.csv.gz", new() { Labels = "label" });
        double[] chosen = [.. digits.Labels!.Value.ToArray().Select(digit => digit is 2 or 6 ? 1 : 0)];
        var pair = digits.WithWeights(chosen);
        var lowRank = Gmm.Fit(pair.WithoutLabels(), new FitOptions(2) { Shape = CovarianceShape.LowRank(5) }).Mixture;
        report.NoMore("digits 2 and 6, rank 5, misclassified, %", 2.23463687150838, 100 * lowRank.Agreement(pair).MisclassificationRate);
    }

    private static double[] Means(GaussianMixture mixture) => [.. mixture.Means.Select(mean => mean[0]).Order()];
}
