using System.Globalization;

namespace StreamGmm;

/// <summary>Plain sentences on what a report leaves out, and by what rule.</summary>
internal static class Notes
{
    public static IEnumerable<string> Of(
        Subject subject, Samples? samples, SampleSurvey? survey, ReportOptions options, IReadOnlyList<ReportAxis> axes, int dimension, int states, bool isCopied)
    {
        var hasMixture = !subject.States.IsEmpty;
        if (samples is not null && survey is null)
            yield return "No sample has a positive weight and all its values: none is drawn.";
        if (survey is not null)
        {
            if (survey.Drawn.Length < survey.Complete)
                yield return $"{Text.Count(survey.Drawn.Length)} of {Text.Count(survey.Complete)} samples are drawn, each as likely as any other (seed {options.Seed.ToString(CultureInfo.InvariantCulture)}); histograms{(hasMixture ? " and the number of outliers" : "")} are of all.";
            if (survey.Incomplete > 0)
                yield return $"Left out because they miss a value: {Samples(survey.Incomplete)}.";
            if (samples!.Count - survey.Complete - survey.Incomplete is > 0 and var weightless)
                yield return $"Left out because they weigh nothing: {Samples(weightless)}.";
            if (samples.Weights is not null)
                yield return "Histograms count the weights of the samples.";
            if (hasMixture)
                yield return string.Create(CultureInfo.InvariantCulture, $"Outliers are samples of a density as low as the mixture itself gives with a probability of at most {options.OutlierProbability:R}.");
        }

        if (axes.Count < dimension)
            yield return $"{Text.Count(axes.Count)} of {Text.Count(dimension)} features are drawn: {(hasMixture ? "those along which the components are furthest apart beside their spread" : "those that vary most")}{(options.Axes is null ? "" : ", and those asked for")}. {(hasMixture ? "Components and densities on this page are the marginals on these." : "")}".TrimEnd();
        if (states < subject.StatesSeen && states > 0)
            yield return $"{Text.Count(states)} of {Text.Count(subject.StatesSeen)} states are replayed: {(states == 1 ? "the last one." : "the first, the last and evenly spread ones between.")}";
        if (hasMixture && !isCopied)
            yield return "The mixture is too large to be copied from this page: save it with SavedMixture.";
    }

    private static string Samples(long count) => count == 1 ? "1 sample" : $"{Text.Count(count)} samples";
}
