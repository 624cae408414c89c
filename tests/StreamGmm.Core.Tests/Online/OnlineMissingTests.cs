using StreamGmm.Core.Tests.Persistence;

namespace StreamGmm.Core.Tests.Online;

/// <summary>Streams with missing values.</summary>
public class OnlineMissingTests
{
    private static readonly OnlineOptions Options = new(2) { MissingValues = MissingValues.Marginalize };

    [Fact]
    public void A_batch_with_missing_values_is_refused_unless_the_options_take_them()
    {
        var samples = Samples.From([[0, 1], [2, double.NaN]], MissingValues.Marginalize);
        var start = OnlineEm.Start(Options);
        Assert.Equal(
            "Row 1, column 1 of the batch is missing: the options refuse missing values. Leave the row out, or say MissingValues = MissingValues.Marginalize there.",
            Refusal.Of(() => OnlineEm.Next(start, new Batch(samples), new OnlineOptions(2))));
        var skipped = OnlineEm.Next(start, new Batch(samples), new OnlineOptions(2) { OnBadBatch = OnBadBatch.Skip });
        Assert.Equal((1, 0, 2), (skipped.RefusedBatches, skipped.SamplesSeen, skipped.Position));
        Assert.Equal(2, OnlineEm.Next(start, new Batch(samples), Options).SamplesSeen);
    }

    [Theory]
    [MemberData(nameof(Some.Shapes), MemberType = typeof(Some))]
    public void A_stream_is_followed_soundly_and_resumes_bit_for_bit(string shape)
    {
        var samples = Rows(4000, 0.2);
        foreach (var memory in (MemoryPolicy[])[new MemoryPolicy.Adaptive(), new MemoryPolicy.HalfLife(500)])
        {
            var options = Options with { Shape = CovarianceShape.Parse(shape), Memory = memory, Structure = new Structure.Adapt(1, 4) };
            var (whole, resumed) = (OnlineEm.Start(options), OnlineEm.Start(options));
            for (var row = 0; row < samples.Count; row += 160)
            {
                var batch = new Batch(samples.Slice(row, 160), row + 160);
                whole = OnlineEm.Next(whole, batch, options);
                resumed = SavedStates.Again(OnlineEm.Next(resumed, batch, options));
                Stream.AssertSound(whole);
                Stream.Same(whole, resumed);
            }

            Assert.NotNull(whole.Mixture);
        }
    }

    [Fact]
    public void A_batch_under_a_given_mixture_has_the_statistics_of_batch_EM()
    {
        var (start, samples) = (Some.Pair(CovarianceShape.Full), Rows(400, 0.3));
        var options = Options with { Memory = new MemoryPolicy.Exact() };
        var state = OnlineEm.Next(OnlineEm.Start(start, options), new Batch(samples), options);
        Statistics.SufficientStatisticsLaws.Same(1e-11, EStep.Expect(start, samples, state.Statistics!.Origin), state.Statistics);
    }

    [Fact]
    public void A_stream_finds_the_clusters_it_comes_from()
    {
        var state = Stream.Follow(OnlineEm.Start(Options), Rows(20_000, 0.3), 200, Options).Last();
        var left = state.Mixture!.Means[0, 0] < state.Mixture.Means[1, 0] ? 0 : 1;
        Close.Absolutely(0.15, [0, 0], state.Mixture.Means.Row(left));
        Close.Absolutely(0.15, [5, 1], state.Mixture.Means.Row(1 - left));
        Assert.Equal(0, state.Alarms);
    }

    [Fact]
    public void The_warm_up_lasts_until_every_feature_has_been_seen()
    {
        var rows = Some.Rows(1200).Select((row, i) => i < 900 ? [row[0], double.NaN] : row).ToArray();
        var states = Stream.Follow(OnlineEm.Start(Options), Samples.From(rows, MissingValues.Marginalize), 300, Options).ToArray();
        Assert.Null(states[2].Current);
        Assert.NotNull(states[3].Current);
        Stream.AssertSound(states[3]);
    }

    [Fact]
    public void Weights_with_missing_values_are_bounded_by_the_values_that_are_there()
    {
        var samples = Samples.From([[1, double.NaN], [1e100, 2]], MissingValues.Marginalize).WithWeights(new[] { 1e120, 1 });
        Assert.Equal(
            "The weights of the batch sum to 1E+120 and a value is 1E+100: their squares must sum to less than 1e300. Scale the weights or the features.",
            Refusal.Of(() => OnlineEm.Next(OnlineEm.Start(Options), new Batch(samples), Options)));
    }

    private static Samples Rows(int count, double share) => Samples.From(Holes.In(Some.Rows(count), new Draw(9), share), MissingValues.Marginalize);
}
