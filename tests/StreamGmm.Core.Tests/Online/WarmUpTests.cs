namespace StreamGmm.Core.Tests.Online;

public class WarmUpTests
{
    private static readonly OnlineOptions Options = new(2);

    public static TheoryData<string> Shapes => Some.Shapes;

    [Fact]
    public void Rows_too_light_for_a_fit_are_kept_one_by_one_however_many_they_are()
    {
        var options = new OnlineOptions(2);
        var row = new Batch(Samples.From(new[] { 1.0, 2 }, 2).WithWeights(new[] { 1e-6 }));
        var state = Enumerable.Range(0, 20_000).Aggregate(OnlineEm.Start(options), (s, _) => OnlineEm.Next(s, row, options));
        Assert.Null(state.Mixture);
        Assert.Equal((20_000, 20_000, state.WeightSeen), (state.SamplesSeen, state.Pending.Count, state.Memory));
    }

    [Theory]
    [InlineData(1, 1, 500)]
    [InlineData(5, 2, 500)]
    [InlineData(10, 2, 600)]
    [InlineData(10, 16, 3_400)]
    [InlineData(10, 20, 4_618)]
    public void A_warm_up_is_500_samples_20_for_each_mean_and_weight_or_2_for_each_parameter(int components, int dimension, int expected) =>
        Assert.Equal(expected, new OnlineOptions(components).WarmUp(dimension));

    [Fact]
    public void Until_it_is_complete_there_is_no_mixture()
    {
        foreach (var state in Stream.Follow(OnlineEm.Start(Options), Samples.From(Some.Rows(490)), 70, Options))
        {
            Assert.True(state is { Mixture: null, Current: null, Statistics: null, Score: null, Alarm: false });
            Assert.Equal((state.Position, (double)state.Position, (double)state.Position), (state.SamplesSeen, state.WeightSeen, state.Memory));
            Assert.Equal($"{state.Position} samples, warming up", state.ToString());
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void The_batch_that_completes_it_is_fitted_with_the_rows_before(string shape)
    {
        var options = Options with { Shape = CovarianceShape.Parse(shape), Seed = 3 };
        var rows = Samples.From(Some.Rows(700));
        var state = Stream.Follow(OnlineEm.Start(options), rows, 70, options).First(s => s.Current is not null);
        var warm = rows.Slice(0, 560);
        var plain = new EmOptions { Acceleration = Acceleration.None, Stop = Stop.Change };
        var fit = Em.Iterate(Em.Start(InitialMixture.Create(warm, 2, options.Shape, seed: 3), warm), warm, plain).Last();
        Bits.Same(fit.Mixture, state.Current!);
        Bits.Same(fit.Statistics, state.Statistics!);
        Assert.Same(state.Current, state.Mixture);
        Assert.Equal((560, 560.0, null), (state.Position, state.Memory, state.Score));
        Assert.NotNull(Stream.Follow(state, rows.Slice(560, 70), 70, options).Single().Score);
    }

    [Fact]
    public void Weights_and_labels_of_some_batches_are_kept()
    {
        var rows = Samples.From(Some.Rows(600));
        var weights = Enumerable.Range(0, 300).Select(i => i % 2 == 0 ? 0.5 : 1.5).ToArray();
        var labels = Enumerable.Range(0, 200).Select(i => i % 5 == 0 ? i % 2 : -1).ToArray();
        var state = OnlineEm.Next(OnlineEm.Start(Options), rows.Slice(0, 300).WithWeights(weights).At(300), Options);
        Assert.Null(state.Current);
        state = OnlineEm.Next(state, rows.Slice(300, 200).WithLabels(labels).At(500), Options);
        var all = rows.Slice(0, 500).WithWeights(weights.Concat(Enumerable.Repeat(1.0, 200)).ToArray()).WithLabels(Enumerable.Repeat(-1, 300).Concat(labels).ToArray());
        Stream.Same(OnlineEm.Next(OnlineEm.Start(Options), all.At(500), Options), state);
    }

    [Fact]
    public void Rows_without_weight_do_not_complete_it()
    {
        var state = OnlineEm.Next(OnlineEm.Start(Options), Samples.From(Some.Rows(600)).WithWeights(new double[600]).At(600), Options);
        Assert.Equal((null, 600, 0.0), (state.Current, state.SamplesSeen, state.WeightSeen));
    }

    [Fact]
    public void A_few_heavy_rows_do_not_complete_it()
    {
        var rows = Samples.From(Some.Rows(10)).WithWeights(Enumerable.Repeat(1_000.0, 10).ToArray());
        var state = OnlineEm.Next(OnlineEm.Start(Options), rows.Slice(0, 1).At(1), Options);
        Assert.Null(state.Current);
        Assert.Null(OnlineEm.Next(state, rows.Slice(1, 9).At(10), Options).Current);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Rows_that_are_all_equal_complete_it(string shape)
    {
        var options = Options with { Shape = CovarianceShape.Parse(shape) };
        double[][] rows = [.. Enumerable.Repeat(new[] { 0.1, 1e8 / 3 }, 1_000)];
        foreach (var state in Stream.Follow(OnlineEm.Start(options), Samples.From(rows), 90, options))
            Stream.AssertSound(state);
    }
}
