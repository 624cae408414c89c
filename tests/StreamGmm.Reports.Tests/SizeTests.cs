namespace StreamGmm.Reports.Tests;

public sealed class SizeTests
{
    private const int Limit = 3_000_000;

    [Fact]
    public void A_million_samples_and_a_long_fit_stay_below_3_megabytes()
    {
        var truth = Apart(20, 2, _ => new Covariances.Spherical(RealVector.Create([.. Enumerable.Repeat(1.0, 20)])));
        var some = truth.Sample(2000, 1);
        var em = new EmOptions { Tolerance = 0, MaxIterations = 299, Acceleration = Acceleration.None, Threads = 1 };
        var report = Report.Of(Em.Iterate(Em.Start(truth, some, em), some, em), truth.Sample(1_000_000, 2));
        Assert.InRange(report.ToHtml().Length, 100_000, Limit);
        Assert.Equal((1_000_000, 20_000, 200), (report.Content.Samples!.Count, report.Content.Samples.Values.Rows, report.Content.States.Length));
        Assert.Equal(300, report.Content.Trace!.X.Length);
        Assert.Contains(report.Content.Notes, note => note.StartsWith("20,000 of 1,000,000 samples are drawn", StringComparison.Ordinal));
        Assert.Contains(report.Content.Notes, note => note.StartsWith("200 of 300 states are replayed", StringComparison.Ordinal));
    }

    [Fact]
    public void Full_covariances_of_784_features_stay_below_3_megabytes()
    {
        const int d = 784;
        var mixture = Apart(3, d, k => new Covariances.Full(Enumerable.Range(0, k).Select(_ => Identity(d))));
        var report = Report.OfTrace([.. Enumerable.Range(0, 100_000).Select(i => -1.0 / (i + 1))], mixture, mixture.Sample(3000, 1), new ReportOptions { OutlierProbability = 0 });
        Assert.InRange(report.ToHtml().Length, 100_000, Limit);
        Assert.Equal(64, report.Content.Axes.Length);
        Assert.Null(report.Content.Model);
        Assert.Contains(report.Content.Notes, note => note.Contains("too large to be copied", StringComparison.Ordinal));
        Assert.Contains(report.Content.Notes, note => note.Contains("points of the log-likelihood are drawn", StringComparison.Ordinal));
    }

    [Fact]
    public void Many_components_are_drawn_on_fewer_axes_with_the_first_and_the_last_state()
    {
        var mixture = Apart(300, 64, k => new Covariances.Diagonal(RealMatrix.Create(k, 64, values => values.Fill(1))));
        var samples = mixture.Sample(1000, 3);
        var em = new EmOptions { Tolerance = 0, MaxIterations = 4, Acceleration = Acceleration.None };
        var report = Report.Of(Em.Iterate(Em.Start(mixture, samples, em), samples, em), samples);
        Assert.InRange(report.ToHtml().Length, 100_000, Limit);
        Assert.Equal([0L, report.Content.Trace!.X[^1]], report.Content.States.Select(state => state.Iteration));
        Assert.InRange(report.Content.Axes.Length, 10, 30);
    }

    [Fact]
    public void The_most_that_each_part_may_hold_stays_below_3_megabytes_together()
    {
        // 20,000 rows of 9 features with weights, 200 states of 13 components, 20,000 points of a stream.
        const int d = 9;
        var random = new Random(1);
        var values = new double[40_000 * d];
        for (var i = 0; i < values.Length; i++)
            values[i] = Math.Exp(random.NextDouble() * 10);
        var samples = Samples.From(values, d).WithWeights(Enumerable.Range(0, 40_000).Select(_ => 0.1 + random.NextDouble()).ToArray());
        var states = Streams.States(new OnlineOptions(13), samples.Slice(0, 30_000), 500).ToArray();
        Assert.NotNull(states[30].Mixture);
        var report = Report.Of(Enumerable.Range(0, 20_000).Select(i => states[i < 100 ? i % 30 : 30 + (i % 30)]), samples);
        Assert.Equal((20_000, 200), (report.Content.Samples!.Values.Rows, report.Content.States.Length));
        Assert.InRange(report.ToHtml().Length, 1_000_000, Limit);
    }

    private static GaussianMixture Apart(int components, int dimension, Func<int, Covariances> covariances)
    {
        var random = new Random(9);
        return new GaussianMixture(
            RealVector.Create([.. Enumerable.Repeat(1.0 / components, components)]),
            RealMatrix.Create(components, dimension, means =>
            {
                foreach (ref var mean in means)
                    mean = 20 * random.NextDouble();
            }),
            covariances(components));
    }

    private static RealMatrix Identity(int d) => RealMatrix.Create(d, d, values =>
    {
        for (var j = 0; j < d; j++)
            values[(j * d) + j] = 1;
    });
}
