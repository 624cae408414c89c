using System.Collections.Immutable;

namespace StreamGmm;

/// <summary>The samples that are drawn, and what is known of all.</summary>
internal sealed record DrawnSamples
{
    /// <summary>n, the number of all rows.</summary>
    public required int Count { get; init; }

    /// <summary>The number of complete rows of positive weight: those that can be drawn, and that histograms and outliers are of.</summary>
    public int Complete { get; init; }

    /// <summary>The rows drawn, in page units; shown × m.</summary>
    public required RealMatrix Values { get; init; }

    /// <summary>Which row of all each is, from 0, ascending.</summary>
    public required ImmutableArray<int> Rows { get; init; }

    /// <summary>Whether each is an outlier under the final mixture with all its features; null without a mixture.</summary>
    public ImmutableArray<bool>? Outliers { get; init; }

    /// <summary>The number of outliers among all complete rows of positive weight.</summary>
    public int OutlierCount { get; init; }

    /// <summary>The weight of each row drawn; null where all weigh 1.</summary>
    public RealVector? Weights { get; init; }

    /// <summary>Weight of all complete rows along each of the m axes.</summary>
    public required ImmutableArray<Histogram> Histograms { get; init; }
}
