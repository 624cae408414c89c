using StreamGmm;

namespace LiveDashboard.Watching;

/// <summary>What is sent to a page at once: the latest state along two axes, and what the page has missed.</summary>
internal sealed record Frame
{
    /// <summary>True where what is on the page is to be replaced.</summary>
    public required bool Whole { get; init; }

    /// <summary>What goes on around the fit.</summary>
    public required Conditions Stream { get; init; }

    /// <summary>The names of all axes, in a whole frame.</summary>
    public required IReadOnlyList<string>? Axes { get; init; }

    /// <summary>The two axes drawn.</summary>
    public required int[] Shown { get; init; }

    /// <summary>The position in the stream.</summary>
    public required long Position { get; init; }

    /// <summary>The rows learned.</summary>
    public required long Samples { get; init; }

    /// <summary>Drift alarms so far.</summary>
    public required int Alarms { get; init; }

    /// <summary>Batches that could not be learned.</summary>
    public required int Refused { get; init; }

    /// <summary>The mixture along the two axes; null while warming up.</summary>
    public required Seen? Mixture { get; init; }

    /// <summary>The curves.</summary>
    public required Curves History { get; init; }

    /// <summary>Rows to draw, x and y in turn.</summary>
    public required double[] Points { get; init; }

    /// <summary>What happened.</summary>
    public required Happening[] Happenings { get; init; }

    /// <summary>The frame of an excerpt.</summary>
    public static Frame Of(Excerpt excerpt, AxisPair axes, IReadOnlyList<string> names)
    {
        var state = excerpt.Latest.State;
        return new Frame
        {
            Whole = excerpt.IsWhole,
            Stream = excerpt.Latest.Conditions,
            Axes = excerpt.IsWhole ? names : null,
            Shown = [axes.X, axes.Y],
            Position = state.Position,
            Samples = state.SamplesSeen,
            Alarms = state.Alarms,
            Refused = state.RefusedBatches,
            Mixture = state.Mixture is { } mixture ? Seen.Of(mixture, state.ComponentIds, axes) : null,
            History = Curves.Of(excerpt.Points),
            Points = Along(excerpt.Rows, axes, names.Count),
            Happenings = excerpt.Happenings,
        };
    }

    private static double[] Along(double[][] rows, AxisPair axes, int dimension)
    {
        var points = new double[2 * rows.Sum(values => values.Length / dimension)];
        var next = 0;
        foreach (var values in rows)
        {
            for (var row = 0; row < values.Length; row += dimension)
                (points[next++], points[next++]) = (values[row + axes.X], values[row + axes.Y]);
        }

        return points;
    }

    /// <summary>A mixture along two axes.</summary>
    /// <param name="Ids">The identity of each component, for life.</param>
    /// <param name="Weights">K weights.</param>
    /// <param name="Means">K × 2.</param>
    /// <param name="Covariances">K × 3: along x, between x and y, along y.</param>
    internal sealed record Seen(IReadOnlyList<long> Ids, double[] Weights, double[][] Means, double[][] Covariances)
    {
        /// <summary>The marginal of a mixture.</summary>
        public static Seen Of(GaussianMixture mixture, IReadOnlyList<long> ids, AxisPair axes) => new(
            ids,
            [.. mixture.Weights],
            [.. mixture.Means.Select(mean => new[] { mean[axes.X], mean[axes.Y] })],
            [.. Enumerable.Range(0, mixture.Components).Select(mixture.Covariance).Select(c => new[] { c[axes.X, axes.X], c[axes.X, axes.Y], c[axes.Y, axes.Y] })]);
    }

    /// <summary>The course of a stream, point by point.</summary>
    /// <param name="Position">The position in the stream.</param>
    /// <param name="Score">The mean log-likelihood of the last rows; null while warming up.</param>
    /// <param name="Memory">The weight remembered.</param>
    /// <param name="Components">K.</param>
    internal sealed record Curves(long[] Position, double?[] Score, double[] Memory, int[] Components)
    {
        /// <summary>The curves of some points.</summary>
        public static Curves Of(Journal.Point[] points) => new(
            [.. points.Select(p => p.Position)], [.. points.Select(p => p.Score)], [.. points.Select(p => p.Memory)], [.. points.Select(p => p.Components)]);
    }
}
