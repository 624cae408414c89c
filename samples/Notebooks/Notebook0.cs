using System.Reactive.Linq;
using StreamGmm;

namespace Notebooks;

/// <summary>Notebook 0: EM by hand and from a library, densities that draw new data, labels for some of the samples.</summary>
internal static class Notebook0
{
    public static async Task Run(Report report)
    {
        report.Title("Notebook 0: from EM by hand to new data and to labels for some");
        ThreeGaussians(report);
        ExamScores(report);
        Blobs(report, "aniso", "aniso.csv", "-2.63988");
        Blobs(report, "varied", "varied.csv.gz", "-4.00599");
        await Moons(report);
        Digits(report);
        SomeLabels(report);
    }

    private static void ThreeGaussians(Report report)
    {
        report.Section("Three Gaussians in one dimension: 2,000, 2,000 and 3,000 numbers of N(0, 0.35²), N(1, 0.2²), N(3, 0.3²)");
        var samples = Data.Read("gauss1d.csv.gz", new() { Columns = ["x"] });
        var (stopped, early) = ScikitLearn.Fit(samples, 3);
        var fit = Gmm.Fit(samples, new FitOptions(3));
        report.Near("log-likelihood a sample, stopped as scikit-learn", -1.17533, stopped, Draws.Spread(early.Mixture, samples), "another draw");
        report.Near("log-likelihood a sample, by hand to the end", -8218.241583924102 / 7000, fit.LogLikelihood, Draws.Spread(fit.Mixture, samples), "another draw");

        (double Mean, double Deviation)[] printed = [(-0.0141648827590889, 0.3501462810105499), (0.9894713552543288, 0.20839597070036683), (3.0083405660957885, 0.2978173251358502)];
        foreach (var (k, (mean, deviation)) in Enumerable.Range(0, 3).OrderBy(k => fit.Mixture.Means[k, 0]).Zip(printed))
        {
            report.Near($"component {k}: mean", mean, fit.Mixture.Means[k, 0], 0.05, "another draw");
            report.Near($"component {k}: standard deviation", deviation, Math.Sqrt(fit.Mixture.Covariance(k)[0, 0]), 0.03, "another draw");
        }
    }

    private static void ExamScores(Report report)
    {
        report.Section("Exam scores: 800,000 of them are a histogram, each score with its count as weight");

        // What the printed mixture would give, at steps of 0.2 and beyond 0 and 10 as well; its weights are not printed.
        var printed = new GaussianMixture([0.6, 0.4], [[4.263676305632633], [8.034974117926646]], new Covariances.Full([[[1.197547321924117 * 1.197547321924117]], [[1.1470684546266454 * 1.1470684546266454]]]));
        double[] scores = [.. Enumerable.Range(-20, 111).Select(i => i / 5.0)];
        double[] counts = [.. scores.Select(x => Math.Round(812_000 * (printed.Cdf(x + 0.1) - printed.Cdf(x - 0.1))))];
        var redrawn = Gmm.Fit(Samples.From(scores, 1).WithWeights(counts), new FitOptions(2)).Mixture;
        foreach (var (k, own) in printed.MatchComponents(redrawn).Index())
        {
            report.Near($"component {k} from the printed one's histogram: mean", printed.Means[k, 0], redrawn.Means[own, 0], 0.01, "a score stands for 0.2");
            report.Near($"component {k}: standard deviation", Math.Sqrt(printed.Covariance(k)[0, 0]), Math.Sqrt(redrawn.Covariance(own)[0, 0]), 0.01, "a score stands for 0.2");
        }

        const string File = "exam2021_foreign_language.csv";
        if (Data.ReadIfThere(File, new() { Columns = ["score"], Weights = "count_main" }) is { } real)
        {
            var (logLikelihood, fit) = ScikitLearn.Fit(real, 2);
            report.Near("log-likelihood a score of the real ones", -2.12194, logLikelihood, 0.005, "all 868,289 scores, not an extract");
            foreach (var (k, own) in printed.MatchComponents(fit.Mixture).Index())
                report.Near($"component {k} of the real ones: mean", printed.Means[k, 0], fit.Mixture.Means[own, 0], 0.1, "all 868,289 scores, not an extract");
        }
        else
        {
            report.Skip("log-likelihood a score of the real ones", "-2.12194", File);
        }
    }

    private static void Blobs(Report report, string name, string file, string printed)
    {
        report.Section($"Three clusters that are no balls of one size: {name}");
        var labelled = Data.Read(file, new() { Labels = "label" });
        var samples = labelled.WithoutLabels();
        report.Same("log-likelihood a sample, stopped as scikit-learn", printed, ScikitLearn.Fit(samples, 3).LogLikelihood);
        HandWritten.Compare(report, name, samples, 3);

        var fit = Gmm.Fit(samples, new FitOptions(3));
        report.Near("Gmm.Fit with its defaults, a sample", HandWritten.States(samples, fit.Mixture).Last().LogLikelihood, fit.LogLikelihood, 1e-5, "its tolerance");
        var kMeans = ConfusionMatrix.Of(labelled.Labels!.Value.Span, ScikitLearn.KMeans(samples, 3).Assign(samples));
        report.Between("accuracy of the mixture; above k-means", "all right", kMeans.Accuracy, 1, fit.Mixture.Agreement(labelled).Accuracy);
    }

    private static async Task Moons(Report report)
    {
        report.Section("Moons and circles: two components do not tell them apart, more describe their density");
        var moons = Data.Read("moons500.csv", new() { Columns = ["x", "y"] });
        var circles = Data.Read("circles.csv.gz", new() { Columns = ["x", "y"] });
        report.Same("moons, 2 components, stopped as scikit-learn", "-1.71401", ScikitLearn.Fit(moons, 2).LogLikelihood);
        var (logLikelihood, two) = ScikitLearn.Fit(circles, 2);
        report.Near("circles, 2 components", -1.64053, logLikelihood, Draws.Spread(two.Mixture, circles), "another draw");
        report.Same("moons, 8 components, stopped as scikit-learn", "-0.42189", ScikitLearn.Fit(moons, 8).LogLikelihood);

        var eight = Gmm.Fit(moons, new FitOptions(8)).Mixture;
        var drawn = eight.Sample(500, seed: 1);
        var odd = DensityThreshold.FromQuantile(eight, moons, 0.01).Outliers(drawn).Length;
        report.Between("500 new points as dense as 99 % of the moons, %", "quite exact", 95, 100, 100 - (odd / 5.0));
        foreach (var line in Picture.Cloud(drawn))
            report.Say(line);

        var criteria = Enumerable.Range(1, 20).ToDictionary(k => k, k => InformationCriteria.Of(ScikitLearn.Fit(moons, k).Fit));
        report.Between("1 to 20 components by BIC, stopped as scikit-learn", "8 to 12", 8, 12, criteria.MinBy(c => c.Value.Bic).Key);
        var candidates = await Gmm.Select(moons, new SelectionOptions(Enumerable.Range(1, 20)) { Shapes = [CovarianceShape.Full], Restarts = 10 }).ToList();
        report.Between("1 to 20 components by BIC, Gmm.Select", "8 to 12", 8, 12, candidates.MinBy(c => c.Criteria.Bic)!.Components);
        report.NoMore("least AIC of 8 to 12 components, Gmm.Select", 427.9969291638314, candidates.Where(c => c.Components is >= 8 and <= 12).Min(c => c.Criteria.Aic));
        report.Say($"not counted, as it hangs on the starts: by AIC the notebook takes 8 to 12, the best of ten k-means {criteria.MinBy(c => c.Value.Aic).Key}, Gmm.Select {candidates.MinBy(c => c.Criteria.Aic)!.Components}");
    }

    private static void Digits(Report report)
    {
        report.Section("Digits of 8 × 8 pixels: 100 components, and ten new digits");
        var digits = Data.Read("digits.csv.gz", new() { Labels = "label" }).WithoutLabels();
        var (logLikelihood, fit) = ScikitLearn.Fit(digits, 100);
        report.Near("log-likelihood a sample, stopped as scikit-learn", 215.66135, logLikelihood, 6, "hangs on the start of k-means");
        foreach (var line in Picture.Digits(fit.Mixture.Sample(10, seed: 1)))
            report.Say(line);
    }

    private static void SomeLabels(Report report)
    {
        report.Section("Five components, 1,100 samples and 50 more with a label that counts 1.2 times");
        var truth = Data.Read("semi5.csv", new() { Columns = ["x_1", "x_2"], Labels = "z_true" }).Slice(0, 1100);
        var samples = truth.WithoutLabels();
        var (logLikelihood, unsupervised) = ScikitLearn.Fit(samples, 5);
        report.Near("without labels, stopped as scikit-learn", -3.22524, logLikelihood, Draws.Spread(unsupervised.Mixture, samples), "another draw");

        var some = Data.Read("semi5.csv", new() { Columns = ["x_1", "x_2"], Labels = "z" });
        double[] weights = [.. some.Labels!.Value.ToArray().Select(label => label < 0 ? 1 : 1.2)];
        var fit = Gmm.Fit(some.WithWeights(weights), new FitOptions(5) { Seeding = new Seeding.FromLabels() }).Mixture;
        report.Near("with them: log-likelihood of the 1,100", -3517.532261009067, fit.LogDensity(samples).Sum(), 0.05, "another program's, these data");
        report.Near("with them: accuracy on the 1,100", 0.8872727272727273, fit.Agreement(truth).Accuracy, 0.002, "another program's, these data");
        report.Between("more than without labels", "very exact", unsupervised.Mixture.Agreement(truth).Accuracy, 1, fit.Agreement(truth).Accuracy);

        const string File = "semi.csv";
        if (Data.ReadIfThere(File, new() { Columns = ["x_1", "x_2"], Labels = "z" }) is { } course)
        {
            // A weight of 0 leaves a row out.
            double[] unlabelled = [.. course.Labels!.Value.ToArray().Select(label => label < 0 ? 1 : 0)];
            report.Same("the course's data without labels", "-1.83616", ScikitLearn.Fit(course.WithoutLabels().WithWeights(unlabelled), 4).LogLikelihood);
        }
        else
        {
            report.Skip("the course's data without labels", "-1.83616", File);
        }
    }
}
