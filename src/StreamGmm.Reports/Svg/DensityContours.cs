namespace StreamGmm;

/// <summary>The rims of the smallest regions that hold given shares of a mixture's probability.</summary>
internal static class DensityContours
{
    /// <summary>The shares that are drawn.</summary>
    public static readonly IReadOnlyList<double> Shares = [0.5, 0.8, 0.95, 0.99];

    /// <summary>Pixels between neighbours of the grid on which the density is computed.</summary>
    private const double Step = 3;

    /// <summary>Pixels that a line may leave out of its way to be shorter to write.</summary>
    private const double Slack = 0.05;

    /// <summary>The paths in pixels, one for each share, of the density of a mixture of two features.</summary>
    public static IEnumerable<PathData> Of(GaussianMixture mixture, PlotAxis x, PlotAxis y)
    {
        var (columns, rows) = (Points(x), Points(y));
        var densities = mixture.LogDensity(Samples.From(Grid(x, y, columns, rows), 2));
        foreach (var level in Levels(mixture))
        {
            var path = new PathData();
            foreach (var line in MarchingSquares.Lines(densities.AsSpan(), columns, level))
            {
                var inPixels = line with { Points = [.. line.Points.Select(p => (Pixel(x, p.X, columns), Pixel(y, p.Y, rows)))] };
                path.Line(inPixels.Without(Slack).Points, line.IsClosed);
            }

            yield return path;
        }
    }

    /// <summary>The log densities at the rims: quantiles of the density at points spread evenly over each component, as many as its weight calls for.</summary>
    public static IReadOnlyList<double> Levels(GaussianMixture mixture)
    {
        var (points, masses) = Spread(mixture);
        var densities = mixture.LogDensity(Samples.From(points, 2));
        var ordered = masses.Select((mass, i) => (Mass: mass, LogDensity: densities[i])).OrderByDescending(p => p.LogDensity).ToArray();
        var (levels, held, at) = (new List<double>(), 0.0, 0);
        foreach (var share in Shares)
        {
            for (; at < ordered.Length - 1 && held + (ordered[at].Mass / 2) < share; at++)
                held += ordered[at].Mass;
            levels.Add(ordered[at].LogDensity);
        }

        return levels;
    }

    private static int Points(PlotAxis axis) => (int)Math.Ceiling(Math.Abs(axis.Last - axis.First) / Step) + 1;

    private static double Pixel(PlotAxis axis, double place, int points) => axis.First + (place / (points - 1) * (axis.Last - axis.First));

    private static double[] Grid(PlotAxis x, PlotAxis y, int columns, int rows)
    {
        var points = new double[2 * columns * rows];
        for (var i = 0; i < columns * rows; i++)
            (points[2 * i], points[(2 * i) + 1]) = (x.At(Pixel(x, i % columns, columns)), y.At(Pixel(y, i / columns, rows)));
        return points;
    }

    /// <summary>A sunflower's points, their radii quantiles of a Gaussian, turned into each component; and the probability that each stands for.</summary>
    private static (double[] Points, List<double> Masses) Spread(GaussianMixture mixture)
    {
        const int Most = 4096;
        var golden = Math.PI * (3 - Math.Sqrt(5));
        var (points, masses) = (new List<double>(), new List<double>());
        for (var k = 0; k < mixture.Components; k++)
        {
            var (mean, covariance, count) = (mixture.Means[k], mixture.Covariance(k), (int)Math.Ceiling(Most * mixture.Weights[k]));
            var a = Math.Sqrt(covariance[0, 0]);
            var b = covariance[1, 0] / a;
            var c = Math.Sqrt(Math.Max(0, covariance[1, 1] - (b * b)));
            for (var i = 0; i < count; i++)
            {
                var radius = Math.Sqrt(-2 * Math.Log(1 - ((i + 0.5) / count)));
                var (v, u) = Math.SinCos(golden * i);
                points.Add(mean[0] + (a * radius * u));
                points.Add(mean[1] + (radius * ((b * u) + (c * v))));
                masses.Add(mixture.Weights[k] / count);
            }
        }

        return ([.. points], masses);
    }
}
