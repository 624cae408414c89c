using StreamGmm;

namespace Notebooks;

/// <summary>Notebook 2: EM from 0, and what the start does to it. Its data are lost: these were drawn from the mixture it prints.</summary>
internal static class Notebook2
{
    private const int Components = 4;

    /// <summary>The mixture that the notebook prints.</summary>
    private static readonly GaussianMixture Printed = new(
        [0.23048224536932024, 0.22999999854996792, 0.272826418924052, 0.2666913371566595],
        [[-0.40658, 0.32248], [1.20354, -1.19686], [0.14435, 0.14614], [-0.44149, -0.45088]],
        new Covariances.Full([
            [[0.03446, -0.01299], [-0.01299, 0.03458]],
            [[0.02259, -0.00761], [-0.00761, 0.02361]],
            [[0.00886, 0.00187], [0.00187, 0.00881]],
            [[0.07024, 0.03731], [0.03731, 0.06498]]]));

    public static Task Run(Report report)
    {
        report.Title("Notebook 2: four clusters from any start");
        var labelled = Data.Read("training_gmm_surrogate.csv.gz", new() { Labels = "label" });
        var samples = labelled.WithoutLabels();
        Fit(report, samples, labelled);
        Trace(report, samples);
        Starts(report, samples);
        return Task.CompletedTask;
    }

    private static void Fit(Report report, Samples samples, Samples labelled)
    {
        report.Section("The mixture, from 5,000 draws of the printed one");
        var fit = Gmm.Fit(samples, new FitOptions(Components));
        report.Near("log-likelihood a sample", -1946.227821 / 5000, fit.LogLikelihood, Draws.Spread(Printed, samples), "another draw");
        foreach (var (k, own) in Printed.MatchComponents(fit.Mixture).Index())
        {
            report.Near($"component {k}: weight", Printed.Weights[k], fit.Mixture.Weights[own], 0.02, "another draw");
            report.Near($"component {k}: mean x", Printed.Means[k, 0], fit.Mixture.Means[own, 0], 0.03, "another draw");
            report.Near($"component {k}: mean y", Printed.Means[k, 1], fit.Mixture.Means[own, 1], 0.03, "another draw");
        }

        report.Near("divergence of the fit from the printed mixture", 0, Printed.KullbackLeibler(fit.Mixture).Value, 0.01, "23 parameters / 2n = 0.0023 is usual");
        report.Between("accuracy of the clusters", "told apart well", 0.95, 1, fit.Mixture.Agreement(labelled).Accuracy);
    }

    private static void Trace(Report report, Samples samples)
    {
        report.Section("From the means (1, 1), (1, 0), (0, 0), (0, 1): its data beside these");
        var start = HandWritten.Start([[1, 1], [1, 0], [0, 0], [0, 1]]);
        EmState[] theirs = [.. UntilChange(0.01, HandWritten.StatesAboutOldMeans(samples, start))];
        EmState[] ours = [.. UntilChange(0.01, HandWritten.States(samples, start))];
        (int Epoch, double LogLikelihood)[] printed = [(1, -9672.165311), (2, -7516.916844), (5, -5031.472039), (10, -2905.027898), (20, -2756.982532), (30, -2570.724441), (40, -1947.959181), (49, -1946.227821)];
        report.Say($"{"epoch",5}{"notebook",16}{"its M-step, here",22}{"the true M-step",22}");
        foreach (var (epoch, logLikelihood) in printed)
            report.Say($"{epoch,5}{logLikelihood,16:F6}{theirs[Math.Min(epoch, theirs.Length - 1)].TotalLogLikelihood,22:F6}{ours[Math.Min(epoch, ours.Length - 1)].TotalLogLikelihood,22:F6}");
        report.Near("epochs to a change below 0.01, its M-step", 50, theirs.Length - 1, 10, "another draw");
        report.Between("epochs with the true M-step: fewer", "50", 1, theirs.Length - 1, ours.Length - 1);
        report.Near("where the two end, a sample", theirs[^1].LogLikelihood, ours[^1].LogLikelihood, 1e-4, "where means rest, the two steps are one");
    }

    /// <summary>The states up to the first, after five epochs, that is no better by <paramref name="gain"/>.</summary>
    private static IEnumerable<EmState> UntilChange(double gain, IEnumerable<EmState> states)
    {
        EmState? before = null;
        foreach (var (epoch, state) in states.Index())
        {
            yield return state;
            if (epoch > 5 && Math.Abs(state.TotalLogLikelihood - before!.TotalLogLikelihood) < gain)
                yield break;
            before = state;
        }
    }

    private static void Starts(Report report, Samples samples)
    {
        report.Section("The effect of the start: its means are corners of the unit square, drawn; here all 256 draws, 35 but for their order");
        double[][] corners = [[0, 0], [0, 1], [1, 0], [1, 1]];
        var options = new FitOptions(Components) { Em = new EmOptions { Acceleration = Acceleration.None } };
        var draws = (from a in corners from b in corners from c in corners from d in corners select (double[][])[a, b, c, d])
            .GroupBy(means => string.Join(' ', means.Select(mean => Array.IndexOf(corners, mean)).Order()))
            .ToArray();
        var comparison = Gmm.CompareSeedings(samples, options, draws.Select(draw => new Seeding.From(HandWritten.Start(RealMatrix.Create(draw.First().Select(mean => RealVector.Create(mean)))))));
        foreach (var end in comparison.Seedings.Zip(draws).GroupBy(pair => Math.Round(5000 * pair.First.Starts[0].After)).OrderByDescending(end => end.Key))
            report.Say($"{end.Sum(pair => pair.Second.Count()),5} draws end at {end.Key:F0}");
        report.Near("best end, a sample", -1946.0 / 5000, comparison.Best.LogLikelihood, Draws.Spread(Printed, samples), "another draw");
        report.Between("draws of 256 that miss it", "-2000 and -3000 seen", 1, 255, comparison.Seedings.Zip(draws).Where(pair => pair.First.Reached == 0).Sum(pair => pair.Second.Count()));

        var seedings = Gmm.CompareSeedings(samples, new FitOptions(Components) { Restarts = 25 });
        foreach (var outcome in seedings.Seedings)
            report.Say($"{outcome}");
        report.Near("best of the library's seedings, a sample", comparison.Best.LogLikelihood, seedings.Best.LogLikelihood, 1e-5, "its tolerance");
    }
}
