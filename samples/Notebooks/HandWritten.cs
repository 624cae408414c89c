using System.Text.Json;
using StreamGmm;

namespace Notebooks;

/// <summary>EM as two of the notebooks write it by hand: from k-means centres and unit covariances, and with covariances about the means of the iteration before.</summary>
/// <remarks>
/// About its own mean a component's scatter is least, so that theirs is larger by (μ − μ₀)(μ − μ₀)ᵀ: another path. Where the means no longer move the two steps are one,
/// so that whatever one of them converges to is a fixed point of the other, with the same likelihood.
/// </remarks>
internal static class HandWritten
{
    private static readonly EmOptions Plain = new() { Acceleration = Acceleration.None, Stop = Stop.Change, Tolerance = 0, MaxIterations = 200, Regularization = Regularization.None };

    /// <summary>Equal weights and unit covariances at the given means.</summary>
    public static GaussianMixture Start(RealMatrix means)
    {
        var (components, dimension) = (means.Rows, means.Columns);
        var unit = RealMatrix.Create(dimension, dimension, values =>
        {
            for (var j = 0; j < dimension; j++)
                values[(j * dimension) + j] = 1;
        });
        return new GaussianMixture([.. Enumerable.Repeat(1.0 / components, components)], means, new Covariances.Full(Enumerable.Repeat(unit, components)));
    }

    /// <summary>The states of EM with the true M-step.</summary>
    public static IEnumerable<EmState> States(Samples samples, GaussianMixture start) => Em.Iterate(Em.Start(start, samples, Plain), samples, Plain);

    /// <summary>The states of EM with the notebooks' M-step, without end.</summary>
    public static IEnumerable<EmState> StatesAboutOldMeans(Samples samples, GaussianMixture mixture)
    {
        while (true)
        {
            var state = Em.Start(mixture, samples, Plain);
            yield return state;
            mixture = AboutOldMeans(mixture, MStep.Maximize(state.Statistics, mixture, Plain.Regularization));
        }
    }

    /// <summary>Prints a trace entry by entry: the notebook's, the same by its own M-step, and that of the true one.</summary>
    public static void Compare(Report report, string dataset, Samples samples, int components)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "traces", $"notebooktrace_{dataset}.json")));
        double[] Numbers(JsonElement element) => [.. element.EnumerateArray().Select(x => x.GetDouble())];
        var printed = Numbers(file.RootElement.GetProperty("printed_in_notebook"));
        var independent = Numbers(file.RootElement.GetProperty("variants").GetProperty("new_mean").GetProperty("total_log_likelihood"))[..printed.Length];

        var start = Start(ScikitLearn.KMeans(samples, components).Centers);
        double[] theirs = [.. StatesAboutOldMeans(samples, start).Take(printed.Length).Select(state => state.TotalLogLikelihood)];
        double[] ours = [.. States(samples, start).Take(printed.Length).Select(state => state.TotalLogLikelihood)];

        report.Say("Its covariances are about the means of the epoch before: larger by (μ − μ₀)(μ − μ₀)ᵀ, and another path.");
        report.Say("Where the means rest, the two M-steps are one: the end is the same.");
        report.Say($"{"epoch",5}{"notebook",22}{"its M-step, here",22}{"the true M-step",22}");
        foreach (var (i, entry) in printed.Index())
            report.Say($"{i + 1,5}{entry,22:F9}{theirs[i],22:F9}{ours[i],22:F9}");
        report.Near($"largest difference of {printed.Length} epochs, its M-step", 0, Farthest(printed, theirs), 1e-8, "nothing is drawn");
        report.Near("the same, true M-step, against long double", 0, Farthest(independent, ours), 1e-8, "computed by another program");
        report.Near("log-likelihood at the end, true M-step", printed[^1], ours[^1], 1e-7, "where means rest, the two steps are one");
    }

    private static double Farthest(double[] expected, double[] actual) => expected.Zip(actual, (x, y) => Math.Abs(x - y)).Max();

    private static GaussianMixture AboutOldMeans(GaussianMixture old, GaussianMixture next)
    {
        var dimension = next.Dimension;
        return new GaussianMixture(next.Weights, next.Means, new Covariances.Full(Enumerable.Range(0, next.Components).Select(k => RealMatrix.Create(dimension, dimension, values =>
        {
            var covariance = next.Covariance(k);
            for (var i = 0; i < dimension; i++)
            {
                for (var j = 0; j < dimension; j++)
                    values[(i * dimension) + j] = covariance[i, j] + ((next.Means[k, i] - old.Means[k, i]) * (next.Means[k, j] - old.Means[k, j]));
            }
        }))));
    }
}
