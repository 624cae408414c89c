namespace StreamGmm.Reports.Tests.Svg;

/// <summary>Small mixtures and samples, written down.</summary>
internal static class Some
{
    /// <summary>Two components that lean to either side, in units of very different size.</summary>
    public static GaussianMixture Pair(double shift = 0) => new(
        RealVector.Create([0.3, 0.7]),
        RealMatrix.Create(new[,] { { 2 + shift, 50 }, { 6 + shift, 80 } }),
        new Covariances.Full([RealMatrix.Create(new[,] { { 0.5, 4 }, { 4, 60 } }), RealMatrix.Create(new[,] { { 1.2, -5 }, { -5, 40.0 } })]));

    /// <summary>So many points, spread evenly over the two components of <see cref="Pair"/>, and one far from the first.</summary>
    public static Samples Around(GaussianMixture mixture, int count, double far = 6)
    {
        var rows = Enumerable.Range(0, count).Select(i => Point(mixture, i % mixture.Components, Math.Sqrt(-2 * Math.Log(1 - ((i + 0.5) / count))), 2.4 * i)).ToList();
        rows.Add(Point(mixture, 0, far, 4));
        return Samples.From([.. rows]);
    }

    /// <summary>So many components along a spiral.</summary>
    public static GaussianMixture Many(int components) => new(
        RealVector.Create(Enumerable.Repeat(1.0 / components, components)),
        RealMatrix.Create(Enumerable.Range(1, components).Select(k => RealVector.Create([Math.Sqrt(k) * Math.Cos(2.4 * k), Math.Sqrt(k) * Math.Sin(2.4 * k)]))),
        new Covariances.Spherical(RealVector.Create(Enumerable.Repeat(0.2, components))));

    /// <summary>A fit's content with the log-likelihoods of two restarts.</summary>
    public static ReportContent Fit()
    {
        double[] y = [double.NegativeInfinity, -5, -4.5, -4.25, -4.21, -6, -4.4, -4.05, -4];
        return Content.Of(null, Pair(), ["length", "weight"]) with { Title = "A fit", Trace = new FitTrace([0, 1, 2, 3, 4, 0, 1, 2, 3], RealVector.Create(y), [0, 0, 0, 0, 0, 1, 1, 1, 1], "iteration") { Best = 1 } };
    }

    /// <summary>A selection of four numbers of components and two shapes; one of them is degenerate.</summary>
    public static ReportContent Selection() => Content.Of(null, Pair(), ["length", "weight"]) with
    {
        Title = "A selection",
        Kind = "selection",
        Criteria = new CriteriaTable(
            Criterion.Bic,
            4,
            [
                .. new[] { 1, 2, 3, 4 }.SelectMany(k => new[] { ("full", 6), ("spherical", 4) }.Select(shape => new CriteriaRow(
                    k,
                    shape.Item1,
                    new InformationCriteria(k == 4 && shape.Item2 == 6 ? double.PositiveInfinity : -900 + (10 * shape.Item2) - (300.0 / (k * k)), (shape.Item2 * k) - 1, 200, 3.0 * k),
                    k == 4 ? EmStatus.Degenerate : EmStatus.Converged))),
            ]),
    };

    /// <summary>A stream that drifts once, after a warm-up.</summary>
    public static ReportContent Stream() => Content.Of(null, Pair(), ["length", "weight"]) with
    {
        Title = "A stream",
        Kind = "stream",
        Stream = new StreamCourse(
            [100, 200, 300, 400, 500, 600],
            RealVector.Create([double.NaN, double.NaN, -4.1, -4, -9, -4.2]),
            RealVector.Create([100.0, 200, 300, 400, 120, 220]),
            [0, 0, 2, 2, 2, 3],
            [500],
            [new StreamEvent(600, "component 3 born")]),
    };

    /// <summary>The point of a component at a Mahalanobis distance and an angle.</summary>
    private static double[] Point(GaussianMixture mixture, int k, double radius, double angle)
    {
        var (covariance, mean) = (mixture.Covariance(k), mixture.Means[k]);
        var a = Math.Sqrt(covariance[0, 0]);
        var b = covariance[1, 0] / a;
        var c = Math.Sqrt(covariance[1, 1] - (b * b));
        return [mean[0] + (a * radius * Math.Cos(angle)), mean[1] + (radius * ((b * Math.Cos(angle)) + (c * Math.Sin(angle))))];
    }
}
