using System.Collections.Immutable;

namespace StreamGmm;

/// <summary>All that a report shows, thinned and in page units: what HTML and SVG are made of.</summary>
/// <remarks>
/// Page units are u = (x − center) / scale of each axis: a float serves for them, whatever the shift and scale of the data.
/// m is the number of axes drawn: D, or fewer where D is large.
/// </remarks>
internal sealed record ReportContent
{
    /// <summary>The heading, as the user wrote it: to be escaped.</summary>
    public required string Title { get; init; }

    /// <summary>What the report is of: "mixture", "fit", "selection", "stream" or "data".</summary>
    public required string Kind { get; init; }

    /// <summary>Labels and texts shown at the top.</summary>
    public ImmutableArray<(string Label, string Text)> Facts { get; init; } = [];

    /// <summary>Plain sentences on what is not shown, and by what rule.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>The m axes drawn.</summary>
    public required ImmutableArray<ReportAxis> Axes { get; init; }

    /// <summary>The two of <see cref="Axes"/> first shown, numbered from 0; twice 0 where there is only one.</summary>
    public (int X, int Y) Pair { get; init; }

    /// <summary>The samples drawn, and histograms of all; null where there are none.</summary>
    public DrawnSamples? Samples { get; init; }

    /// <summary>The first two principal axes; null where m = 1 or nothing is known of them.</summary>
    public PrincipalAxes? Principal { get; init; }

    /// <summary>The states replayed, in order; the last one is the final. One for a plain mixture, none for data alone.</summary>
    public ImmutableArray<DrawnState> States { get; init; } = [];

    /// <summary>The log-likelihood of every state of a fit; null otherwise.</summary>
    public FitTrace? Trace { get; init; }

    /// <summary>The models that were compared; null otherwise.</summary>
    public CriteriaTable? Criteria { get; init; }

    /// <summary>The course of an online run; null otherwise.</summary>
    public StreamCourse? Stream { get; init; }

    /// <summary>The final mixture in the units of the data, all D features; null for data alone and where it is too large to be written on a page.</summary>
    public SavedMixture? Model { get; init; }

    /// <summary>The final mixture in page units, m features; null for data alone.</summary>
    public GaussianMixture? Mixture => States.IsEmpty ? null : States[^1].Mixture;

    /// <summary>The views that there is something to show in.</summary>
    public ImmutableArray<ReportView> Views =>
    [
        .. Axes.Length > 1 ? [ReportView.Scatter] : ReadOnlySpan<ReportView>.Empty,
        ReportView.Histogram,
        .. Trace is not null ? [ReportView.LogLikelihood] : ReadOnlySpan<ReportView>.Empty,
        .. Criteria is not null ? [ReportView.Criteria] : ReadOnlySpan<ReportView>.Empty,
        .. Stream is not null ? [ReportView.Stream] : ReadOnlySpan<ReportView>.Empty,
    ];
}
