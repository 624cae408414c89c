namespace StreamGmm.Core.Tests.Online;

public class DriftDetectorTests
{
    [Theory]
    [InlineData(7)]
    [InlineData(100)]
    [InlineData(1000)]
    public void Blocks_are_of_100_rows_whatever_the_batches_are(int size)
    {
        var truth = Stream.Truth(10, 16, 3, seed: 1);
        var samples = truth.Sample(2_950, 2);
        var options = new OnlineOptions(10);
        var expected = Stream.Follow(OnlineEm.Start(truth, options), samples, 1, options).Last();
        var actual = Stream.Follow(OnlineEm.Start(truth, options), samples, size, options).Last();
        Assert.Same(truth, actual.Current);
        AssertSame(expected.Detector, actual.Detector);
        Assert.Equal((29, 50), (actual.Detector.Blocks, actual.Detector.Rows));
        var scores = Enumerable.Range(0, 29).Select(b => truth.LogDensity(samples.Slice(100 * b, 100)).Average()).ToArray();
        Close.Relatively(1e-12, scores.Average(), actual.Detector.Mean);
    }

    [Fact]
    public void Any_cut_of_the_rows_gives_the_same_detector() => Assert.All([1, 7, 30, 250], size =>
    {
        var draw = new Draw(3);
        var rows = draw.Normals(7_350, 2);
        AssertSame(Feed(new DriftDetector(), rows, 100), Feed(new DriftDetector(), rows, size));
    });

    [Fact]
    public void No_alarm_before_the_30th_block()
    {
        var detector = new DriftDetector();
        for (var block = 0; block < 30; block++)
        {
            detector = Block(detector, -1000.0 * block * block);
            Assert.False(detector.HasFired);
            Assert.Equal(0, detector.Evidence);
        }

        Assert.True(Block(detector, -1e9).Evidence > 0);
    }

    [Fact]
    public void A_fall_of_one_deviation_a_block_fires_after_about_25_over_0_8_blocks()
    {
        var waits = Enumerable.Range(0, 40).Select(seed =>
        {
            var draw = new Draw(seed);
            var detector = Enumerable.Range(0, 1000).Aggregate(new DriftDetector(), (d, _) => Block(d, draw.Normal()));
            var blocks = 0;
            for (; !detector.HasFired; blocks++)
                detector = Block(detector, draw.Normal() - 1);
            return blocks;
        }).ToArray();
        Assert.InRange(waits.Average(), 25, 40);
        Assert.InRange(waits.Max(), 25, 80);
    }

    [Fact]
    public void A_steady_stream_fires_not() => Assert.All(Enumerable.Range(0, 20), seed =>
    {
        var draw = new Draw(seed);
        Assert.False(Enumerable.Range(0, 5000).Aggregate(new DriftDetector(), (d, _) => d.HasFired ? d : Block(d, draw.Normal())).HasFired);
    });

    [Fact]
    public void A_lasting_rise_fires_not()
    {
        var draw = new Draw(1);
        var detector = Enumerable.Range(0, 100).Aggregate(new DriftDetector(), (d, _) => Block(d, draw.Normal()));
        Assert.False(Enumerable.Range(0, 500).Aggregate(detector, (d, _) => d.HasFired ? d : Block(d, 3 + draw.Normal())).HasFired);
    }

    [Theory]
    [InlineData(-1e3)]
    [InlineData(-1e12)]
    [InlineData(double.NegativeInfinity)]
    public void One_wild_block_never_fires_and_is_forgotten(double wild) => Assert.All(new[] { 0, 1, 2, 29, 30, 31, 150 }, at =>
    {
        var draw = new Draw(at);
        var detector = new DriftDetector();
        for (var block = 0; block < 400; block++)
        {
            detector = Block(detector, block == at ? wild : draw.Normal());
            Assert.False(detector.HasFired || double.IsNaN(detector.Mean) || double.IsNaN(detector.Squares));
        }

        Assert.InRange(detector.Evidence, 0, 15);
    });

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(20)]
    [InlineData(90)]
    public void A_wild_block_does_not_make_it_deaf(int at)
    {
        var draw = new Draw(4);
        var detector = Enumerable.Range(0, 100).Aggregate(new DriftDetector(), (d, block) => Block(d, block == at ? -1e6 : draw.Normal()));
        Assert.True(Enumerable.Range(0, 100).Aggregate(detector, (d, _) => d.HasFired ? d : Block(d, draw.Normal() - 3)).HasFired);
    }

    [Fact]
    public void Only_infinite_scores_are_harmless()
    {
        var detector = Enumerable.Range(0, 100).Aggregate(new DriftDetector(), (d, _) => d.HasFired ? d : Block(d, double.NegativeInfinity));
        Assert.True(double.IsFinite(detector.Mean) && double.IsFinite(detector.Squares) && double.IsFinite(detector.Evidence));
    }

    [Fact]
    public void Equal_scores_are_no_drift_and_a_fall_below_a_hundredth_of_a_nat_is_none()
    {
        var detector = Enumerable.Range(0, 100).Aggregate(new DriftDetector(), (d, _) => Block(d, -3));
        Assert.False(Enumerable.Range(0, 300).Aggregate(detector, (d, _) => Block(d, -3.001)).HasFired);
        Assert.True(Enumerable.Range(0, 100).Aggregate(detector, (d, _) => d.HasFired ? d : Block(d, -3.1)).HasFired);
    }

    [Fact]
    public void Evidence_fades_when_the_scores_are_back()
    {
        var draw = new Draw(5);
        var detector = Enumerable.Range(0, 200).Aggregate(new DriftDetector(), (d, _) => Block(d, draw.Normal()));
        var fallen = Enumerable.Range(0, 8).Aggregate(detector, (d, _) => Block(d, draw.Normal() - 2));
        Assert.InRange(fallen.Evidence, 8, 24);
        Assert.InRange(Enumerable.Range(0, 100).Aggregate(fallen, (d, _) => Block(d, draw.Normal())).Evidence, 0, 8);
    }

    [Fact]
    public void Blocks_without_weight_do_not_count()
    {
        var detector = Block(new DriftDetector(), -3);
        Assert.Equal(detector, detector.Add(100, 0, 0));
    }

    [Fact]
    public void A_score_is_by_weight() =>
        Assert.Equal(-2.5, Enumerable.Range(0, 10).Aggregate(new DriftDetector(), (d, _) => d.Add(60, 30, -60).Add(40, 10, -40)).Mean);

    private static DriftDetector Block(DriftDetector detector, double score) => detector.Add(DriftDetector.BlockRows, 100, 100 * score);

    /// <summary>Rows in parts of at most <paramref name="size"/>, none beyond the end of a block.</summary>
    private static DriftDetector Feed(DriftDetector detector, double[] scores, int size)
    {
        for (var row = 0; row < scores.Length;)
        {
            var rows = Math.Min(Math.Min(size, scores.Length - row), DriftDetector.BlockRows - detector.Rows);
            detector = detector.Add(rows, rows, scores[row..(row + rows)].Sum());
            row += rows;
        }

        return detector;
    }

    private static void AssertSame(DriftDetector expected, DriftDetector actual)
    {
        Assert.Equal((expected.Blocks, expected.Rows, expected.Weight), (actual.Blocks, actual.Rows, actual.Weight));
        Close.Relatively(1e-9, [expected.Mean, expected.Squares, expected.Evidence, expected.LogLikelihood], [actual.Mean, actual.Squares, actual.Evidence, actual.LogLikelihood]);
    }
}
