using System.Xml.Linq;

namespace StreamGmm;

/// <summary>Samples and components on two axes.</summary>
internal static class ScatterPicture
{
    private const double LegendWidth = 158;

    /// <summary>Lighter components may lie anywhere, and the samples would shrink to a spot.</summary>
    private const double LeastWeight = 1e-3;

    /// <summary>The room for ellipses beyond the samples, as a share of their range.</summary>
    private const double MostMargin = 0.15;

    public static Picture Of(ReportContent content)
    {
        var (first, second) = content.Pair;
        var (room, mixture) = (Picture.Room, content.Mixture?.Marginal(first, second));
        var panel = Panel.In(room with { Right = room.Right - (mixture is null ? 0 : LegendWidth) }, Axis(content, first, mixture, 0), Axis(content, second, mixture, 1));
        var dots = content.Samples is { } samples ? SampleDots.Of(samples, content, panel) : null;
        var components = mixture is not null ? new ComponentEllipses(mixture, content.States[^1].Ids, ComponentSlots.Of(content.States), panel.X, panel.Y) : null;
        return new Picture(
            content.Title,
            Words.Counts(content),
            Describe(content),
            [
                .. panel.Draw([.. dots?.Draw() ?? [], .. mixture is not null ? Contours(mixture, panel) : [], .. components?.Draw() ?? []]),
                .. LegendEntry.Column([.. components?.Legend() ?? [], .. dots?.Legend() ?? []], room.Right - LegendWidth + 16, panel.Plot.Top + 8, room.Right),
            ]);
    }

    /// <summary>Wide enough for all samples drawn and for 3 standard deviations around the means, as far as these do not make the samples shrink; without samples, for 3.5 around all.</summary>
    private static PlotAxis Axis(ReportContent content, int index, GaussianMixture? mixture, int column)
    {
        var (axis, samples, extent) = (content.Axes[index], default(Extent), default(Extent));
        if (content.Samples is { } drawn)
            samples = extent = Extent.Of(Enumerable.Range(0, drawn.Values.Rows).Select(i => drawn.Values[i, index]));
        var (margin, times) = (MostMargin * samples.Length, samples.IsEmpty ? 3.5 : 3);
        for (var k = 0; k < (mixture?.Components ?? 0); k++)
        {
            var (mean, reach) = (mixture!.Means[k, column], times * Math.Sqrt(mixture.Covariance(k)[column, column]));
            if (samples.IsEmpty)
                extent = extent.With(mean - reach).With(mean + reach);
            else if (mixture.Weights[k] >= LeastWeight)
                extent = extent.With(Math.Max(mean - reach, samples.Low - margin)).With(Math.Min(mean + reach, samples.High + margin));
        }

        return new PlotAxis(axis.Name, extent.Padded(0.04, axis.Center, axis.Scale)) { Center = axis.Center, Scale = axis.Scale };
    }

    private static IEnumerable<XElement?> Contours(GaussianMixture mixture, Panel panel) =>
    [
        Shape.Group(
            DensityContours.Of(mixture, panel.X, panel.Y).Select((path, i) => Shape.Path(path, ("data-share", DensityContours.Shares[i]))),
            ("class", "contours"), ("fill", "none"), ("stroke", Ink.Quiet), ("stroke-width", 0.8), ("stroke-opacity", 0.55), ("stroke-linejoin", "round")),
    ];

    private static string Describe(ReportContent content)
    {
        var (x, y) = (content.Axes[content.Pair.X], content.Axes[content.Pair.Y]);
        return $"{Words.Counts(content)}, {y.Name} against {x.Name}. " + (content.Mixture is { } mixture
            ? (content.Samples is null ? "" : "Each sample has the colour of its most likely component, stronger where that is more certain. ")
              + $"Ellipses lie at 1, 2 and 3 standard deviations. {Words.Components(mixture, content.States[^1].Ids, (content.Pair.X, x), (content.Pair.Y, y))}"
            : "");
    }
}
