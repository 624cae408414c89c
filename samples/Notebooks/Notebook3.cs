using System.Reactive.Linq;
using System.Text.Json;
using StreamGmm;

namespace Notebooks;

/// <summary>Notebook 3: mixtures beside k-means, the choice of a model, outliers, and new images of digits.</summary>
internal static class Notebook3
{
    public static async Task Run(Report report)
    {
        report.Title("Notebook 3: beyond k-means");
        var labelled = Data.Read("stretched.csv", new() { Labels = "label" });
        BesideKMeans(report, labelled);
        await Shapes(report, labelled);
        await Choice(report);
        Density(report, labelled.WithoutLabels());
        await Moons(report);
        await Digits(report);
    }

    private static void BesideKMeans(Report report, Samples labelled)
    {
        report.Section("Four stretched clusters: k-means wants balls");
        var samples = labelled.WithoutLabels();
        var standardized = Standardizer.Fit(samples).Transform(samples);
        var rotated = Pca.Fit(standardized).Transform(standardized);
        report.Same("correlation of the standardized features", "-0.94", SampleStatistics.Of(standardized).Covariance()[0, 1]);
        report.Same("inertia of k-means, as scikit-learn", "163.8505", ScikitLearn.KMeans(samples, 4).Inertia);

        var accuracies = new[] { samples, standardized, rotated }.Select(rows => ConfusionMatrix.Of(labelled.Labels!.Value.Span, ScikitLearn.KMeans(rows, 4).Assign(rows)).Accuracy).ToArray();
        report.Between("k-means: accuracy on the rows", "not well", 0.5, 0.95, accuracies[0]);
        report.Between("k-means: standardized", "no better", 0.5, 0.95, accuracies[1]);
        report.Between("k-means: principal components of these", "no better", 0.5, 0.95, accuracies[2]);
        report.Between("mixture: accuracy on the rows", "just right", 0.98, 1, Gmm.Fit(samples, new FitOptions(4) { Restarts = 10 }).Mixture.Agreement(labelled).Accuracy);
    }

    private static async Task Shapes(Report report, Samples labelled)
    {
        report.Section("The same with covariances of every shape: BIC, beside scikit-learn's best of 30 starts");
        var printed = new Dictionary<CovarianceShape, double>
        {
            [CovarianceShape.Full] = 1672.5851372417465,
            [CovarianceShape.Tied] = 1624.0677809753024,
            [CovarianceShape.Diagonal] = 2127.201323912563,
            [CovarianceShape.Spherical] = 2132.6604257859176,
        };
        await Gmm.Select(labelled.WithoutLabels(), new SelectionOptions([4]) { Shapes = [.. printed.Keys], Restarts = 30 }).Do(c =>
            report.NoMore($"{c.Shape}; {100 * c.Fit.Mixture.Agreement(labelled).Accuracy:F1} % are told apart", printed[c.Shape], c.Value));
        report.Same("parameters of 10 full components, 64 features", "21449", 9 + (10 * 64) + CovarianceShape.Full.ParameterCount(10, 64));
    }

    private static async Task Choice(Report report)
    {
        report.Section("1 to 10 components of any shape, by BIC: the best of ten starts each");
        foreach (var file in new[] { "blobs4.csv", "stretched.csv" })
        {
            var samples = Data.Read(file, new() { Columns = ["x", "y"] });
            var candidates = await Gmm.Select(samples, new SelectionOptions(Enumerable.Range(1, 10)) { Restarts = 10 }).ToList();
            var best = candidates[^1].Best;
            report.Same($"{file}: components if all are full", "4", candidates.Where(c => c.Shape == CovarianceShape.Full).MinBy(c => c.Value)!.Components);
            report.Same($"{file}: components and shape", "4 tied", $"{best.Components} {best.Shape}");
        }
    }

    private static void Density(Report report, Samples samples)
    {
        report.Section("The fit is a density: it draws, integrates to 1, and has a tail");
        var mixture = Gmm.Fit(samples, new FitOptions(4) { Shape = CovarianceShape.Tied, Restarts = 10 }).Mixture;
        var clusters = new int[5];
        var drawn = mixture.Sample(5, seed: 1, clusters);
        report.Say($"five new points are of clusters {string.Join(' ', clusters)}, ln p = {mixture.LogDensity(drawn)}");
        report.Near("probability within −10 to 10, both axes", 1, mixture.ProbabilityInside(new Region.Box([-10, -10], [10, 10])).Value, 1e-4, "by sampling");

        var threshold = DensityThreshold.FromQuantile(mixture, samples, 0.04);
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "traces", "anomaly_stretched_tied_k4.json")));
        double[][] printed = [.. file.RootElement.GetProperty("anomalies").EnumerateArray().Select(row => (double[])[row[0].GetDouble(), row[1].GetDouble()])];
        var outliers = threshold.Outliers(samples);
        report.Same("outliers: the least dense 4 %", $"{printed.Length}", outliers.Length);
        foreach (var (row, expected) in outliers.Zip(printed))
            report.Same($"row {row}, ln p = {mixture.LogDensity(samples[row]):F3}", $"{expected[0]:F8} {expected[1]:F8}", [.. samples[row]]);
    }

    private static async Task Moons(Report report)
    {
        report.Section("Moons again: as a density, of as many components as BIC takes");
        var options = new SelectionOptions(Enumerable.Range(1, 19)) { Shapes = [CovarianceShape.Full] };
        var choice = await Gmm.Select(Data.Read("moons500.csv", new() { Columns = ["x", "y"] }), options);
        report.Between("components by BIC, 500 samples", "10", 9, 10, choice.Best.Components);
        var moons = Data.Read("moons200.csv", new() { Columns = ["x", "y"] });
        report.Say($"its text says 200 samples, and fits a variable that it never sets: for 200 BIC takes {(await Gmm.Select(moons, options)).Best.Components} here, 6 with scikit-learn");
        foreach (var line in Picture.Cloud(Gmm.Fit(moons, new FitOptions(10)).Mixture.Sample(200, seed: 1)))
            report.Say(line);
    }

    private static async Task Digits(Report report)
    {
        report.Section("Digits: principal components, mixtures of these, and new digits");
        var digits = Data.Read("digits.csv.gz", new() { Labels = "label" }).WithoutLabels();
        var pca = Pca.Fit(digits, new PcaOptions { Share = 0.99, Whiten = true });
        report.Same("principal components for 99 % of the variance", "41", pca.OutputDimension);

        var choice = await Gmm.Select(pca.Transform(digits), new SelectionOptions(Enumerable.Range(3, 8).Select(tens => 10 * tens)) { Shapes = [CovarianceShape.Full] })
            .Do(c => report.Say($"{c.Components,3} components: BIC {c.Criteria.Bic:F0} {new string('=', (int)((c.Criteria.Bic - 255_000) / 1000))}"));
        report.Between("components by BIC, 30 to 100", "70", 50, 80, choice.Best.Components);
        report.Say("100 new digits:");
        foreach (var line in Picture.Digits(new Pipeline([pca], choice.Best.Fit.Mixture).Sample(100, seed: 1)))
            report.Say(line);
    }
}
