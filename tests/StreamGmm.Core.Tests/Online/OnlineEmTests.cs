namespace StreamGmm.Core.Tests.Online;

public class OnlineEmTests
{
    private static readonly Samples Rows = Samples.From(Some.Rows(3_000));
    private static readonly OnlineOptions Options = new(2);
    private static readonly OnlineOptions Timed = Options with { Memory = new MemoryPolicy.HalfLife(TimeSpan.FromHours(1)) };

    public static TheoryData<string> Shapes => Some.Shapes;

    [Theory]
    [MemberData(nameof(Shapes))]
    public void It_follows_a_stream_from_nothing(string shape)
    {
        var options = Options with { Shape = CovarianceShape.Parse(shape) };
        var state = Stream.Follow(OnlineEm.Start(options), Rows, 64, options).Last();
        Stream.AssertSound(state);
        Assert.InRange(Stream.Gap(Some.Pair(options.Shape), state.Mixture!, Samples.From(Some.Rows(2_000, seed: 9))), -0.01, 0.01);
        Assert.Equal((3_000, 3_000, 3_000.0, options.Shape), (state.Position, state.SamplesSeen, state.WeightSeen, state.Mixture!.Shape));
        Assert.Equal(FormattableString.Invariant($"3000 samples, score {state.Score:F4}, memory {state.Memory:F0}"), state.ToString());
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_mixture_that_is_given_scores_at_once_and_stays_until_the_weight_of_a_warm_up_is_seen(string shape)
    {
        var options = Options with { Shape = CovarianceShape.Parse(shape) };
        var given = Some.Pair(options.Shape);
        foreach (var state in Stream.Follow(OnlineEm.Start(given, options), Rows, 99, options).TakeWhile(s => s.Position < 700))
        {
            var batch = Rows.Slice((int)state.Position - 99, 99);
            Assert.Equal(state.Position < 500, ReferenceEquals(given, state.Current));
            if (state.Position < 600)
                Close.Relatively(1e-12, given.LogDensity(batch).Average(), state.Score!.Value);
            Assert.Equal(Math.Min(state.Position, 500), state.Memory);
        }
    }

    [Theory]
    [InlineData(100, 500)]
    [InlineData(250, 500)]
    [InlineData(600, 600)]
    public void What_replaces_the_given_mixture_is_the_M_step_of_the_samples_of_a_warm_up(int size, int learned)
    {
        var (given, options) = (Some.Unit(CovarianceShape.Full, [[0.5, 0], [4, 1]]), Options with { Memory = new MemoryPolicy.Exact() });
        var state = Stream.Follow(OnlineEm.Start(given, options), Rows, size, options).First(s => s.Position == learned);
        var statistics = EStep.Expect(given, Rows.Slice(0, learned), [0.5, 0]);
        Assert.True(MStep.TryMaximize(statistics, given, Options.Regularization, OnlineEm.PriorMass, out var expected, out _));
        Close.Mixtures(1e-12, expected, state.Current!);
    }

    [Fact]
    public void A_large_batch_is_learned_as_smaller_ones_would_be()
    {
        var given = Some.Unit(CovarianceShape.Full, [[0.5, 0], [4, 1]]);
        var parts = Stream.Follow(OnlineEm.Start(given, Options), Rows, 250, Options).Last();
        var whole = OnlineEm.Next(OnlineEm.Start(given, Options), Rows.At(3_000), Options);
        Stream.Same(parts with { Score = whole.Score }, whole);
    }

    [Fact]
    public void A_piece_is_at_most_half_of_the_memory_and_of_a_warm_up()
    {
        foreach (var (memory, piece) in new (MemoryPolicy, int)[] { (new MemoryPolicy.Exact(), 250), (new MemoryPolicy.Window(200), 100), (new MemoryPolicy.HalfLife(139), 100), (new MemoryPolicy.Adaptive(new MemoryPolicy.Window(200)), 100) })
        {
            var options = Options with { Memory = memory };
            var state = OnlineEm.Next(OnlineEm.Start(options), Rows.Slice(0, 600).At(600), options);
            var parts = Stream.Follow(state, Rows.Slice(600, 1_000), piece, options).Last();
            var whole = OnlineEm.Next(state, Rows.Slice(600, 1_000).At(1_600), options);
            Stream.Same(parts with { Score = whole.Score }, whole);
            Assert.NotEqual(parts.Current, Stream.Follow(state, Rows.Slice(600, 1_000), piece / 2, options).Last().Current);
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_component_of_one_row_has_half_of_the_covariance_of_all(string shape)
    {
        var options = Options with { Shape = CovarianceShape.Parse(shape), Memory = new MemoryPolicy.Exact(), Regularization = Regularization.None };
        var rows = Samples.From([.. Some.Rows(499).Select(row => new[] { row[0] % 1, row[1] % 1 }), [1_000, 1_000]]);
        var state = Stream.Follow(OnlineEm.Start(Some.Unit(options.Shape, [[0, 0], [1_000, 1_000]]), options), rows, 100, options).Last();
        var all = Em.Iterate(Em.Start(Some.Unit(options.Shape, [[0, 0]]), rows.Slice(0, 499)), rows.Slice(0, 499), new EmOptions { MaxIterations = 1, Regularization = Regularization.None }).Last().Mixture.Covariance(0);
        var share = 499.0 / 500 * (shape == "tied" ? 1 : 0.5);
        Close.Relatively(1e-12, [.. all.AsSpan().ToArray().Select(c => c * share)], state.Current!.Covariance(1).AsSpan(), "covariance");
    }

    [Fact]
    public void Batches_at_or_before_the_position_change_nothing()
    {
        foreach (var state in new[] { Stream.Follow(OnlineEm.Start(Options), Rows, 100, Options).ElementAt(2), Stream.Follow(OnlineEm.Start(Options), Rows, 100, Options).ElementAt(9) })
        {
            Assert.Same(state, OnlineEm.Next(state, Rows.Slice((int)state.Position - 100, 100).At(state.Position), Options));
            Assert.Same(state, OnlineEm.Next(state, Rows.Slice(0, 50).At(50), Options));
            Assert.Same(state, OnlineEm.Next(state, Rows.Slice(0, 0).At(state.Position), Options));
        }
    }

    [Fact]
    public void What_a_batch_says_was_dropped_is_counted_once()
    {
        var batch = new Batch(Rows.Slice(0, 100), 100) { DroppedWeight = 7 };
        var state = OnlineEm.Next(OnlineEm.Start(Options), batch, Options);
        Assert.Equal(7, state.DroppedWeight);
        Assert.Same(state, OnlineEm.Next(state, batch, Options));

        // One that has no rows, and nothing else to say, is not taken for one that was learned before.
        var rest = OnlineEm.Next(state, new Batch(Rows.Slice(0, 0), 100) { DroppedWeight = 3 }, Options);
        Assert.Equal((100, 10.0), (rest.Position, rest.DroppedWeight));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(900)]
    public void A_batch_that_straddles_the_position_is_cut(int position)
    {
        var state = OnlineEm.Next(OnlineEm.Start(Options), Rows.Slice(0, position).At(position), Options);
        var labelled = Rows.WithWeights(Enumerable.Range(0, 3_000).Select(i => 1.0 + (i % 3)).ToArray()).WithLabels(Enumerable.Range(0, 3_000).Select(i => i % 10 == 0 ? i % 2 : -1).ToArray());
        var cut = OnlineEm.Next(state, labelled.Slice(position - 70, 150).At(position + 80), Options);
        Stream.Same(OnlineEm.Next(state, labelled.Slice(position, 80).At(position + 80), Options), cut);
        Assert.Equal((position + 80, position + 80), (cut.Position, cut.SamplesSeen));
    }

    [Fact]
    public void Positions_may_be_left_out()
    {
        var state = OnlineEm.Next(OnlineEm.Start(Options), Rows.Slice(0, 600).At(1_000), Options);
        var next = OnlineEm.Next(state, Rows.Slice(600, 100).At(1L << 40), Options);
        Assert.Equal((1L << 40, 700L), (next.Position, next.SamplesSeen));
        Assert.Same(next, OnlineEm.Next(next, Rows.Slice(700, 100).At(5_000), Options));
        Assert.Equal("position", Assert.Throws<ArgumentOutOfRangeException>(() => Rows.Slice(0, 10).At(9)).ParamName);
        Assert.Equal("position", Assert.Throws<ArgumentOutOfRangeException>(() => Batch.Refused(new FormatException(), 10, 2, 9)).ParamName);
    }

    [Fact]
    public void A_batch_is_scored_under_the_mixture_before_it()
    {
        var states = Stream.Follow(OnlineEm.Start(Options), Rows, 120, Options).Where(s => s.Current is not null).ToArray();
        Assert.All(states.Zip(states.Skip(1)), pair =>
            Close.Relatively(1e-12, pair.First.Current!.LogDensity(Rows.Slice((int)pair.First.Position, 120)).Average(), pair.Second.Score!.Value, "score"));
    }

    [Fact]
    public void A_row_of_weight_0_is_absent_but_counted()
    {
        var state = Stream.Follow(OnlineEm.Start(Options), Rows, 100, Options).ElementAt(9);
        var weights = Enumerable.Range(0, 100).Select(i => i % 2 == 0 ? 0.0 : 1).ToArray();
        var half = OnlineEm.Next(state, Rows.Slice(1_000, 100).WithWeights(weights).At(1_100), Options);
        var odd = Samples.From([.. Enumerable.Range(1_000, 100).Where(i => i % 2 == 1).Select(i => Some.Rows(3_000)[i])]);
        var without = OnlineEm.Next(state, odd.At(1_050), Options);
        Close.Mixtures(1e-11, without.Mixture!, half.Mixture!);
        Assert.Equal((without.WeightSeen, without.SamplesSeen + 50), (half.WeightSeen, half.SamplesSeen));

        var nothing = OnlineEm.Next(state, Rows.Slice(1_000, 100).WithWeights(new double[100]).At(1_100), Options);
        Assert.Equal((state.Score, state.Memory, state.WeightSeen, 1_100), (nothing.Score, nothing.Memory, nothing.WeightSeen, nothing.Position));
        Bits.Same(state.Mixture!, nothing.Mixture!);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_constant_column_stays_at_its_very_value(string shape)
    {
        var options = Options with { Shape = CovarianceShape.Parse(shape) };
        var rows = Samples.From([.. Some.Rows(2_000).Select(row => new[] { row[0], 1e6 / 3, row[1] })]);
        foreach (var state in Stream.Follow(OnlineEm.Start(options), rows, 90, options).Where(s => s.Current is not null))
        {
            Stream.AssertSound(state);
            Assert.Equal([1e6 / 3, 1e6 / 3], state.Mixture!.Means.Select(mean => mean[1]));
        }
    }

    [Fact]
    public void Labels_say_which_component_a_row_belongs_to()
    {
        var options = Options with { Memory = new MemoryPolicy.HalfLife(50) };
        var state = Stream.Follow(OnlineEm.Start(Some.Pair(CovarianceShape.Full), options), Rows.Slice(0, 1_000), 100, options).Last();

        // Contrary to what the rows look like: component 0 is taken to the rows about (5, 1).
        var rows = Rows.Slice(1_000, 2_000).WithLabels(Enumerable.Range(0, 2_000).Select(i => 1 - (i % 2)).ToArray());
        var taught = Stream.Follow(state, rows, 100, options).Last();
        Assert.InRange(state.Mixture!.Means[0, 0], -1, 1);
        Assert.InRange(taught.Mixture!.Means[0, 0], 4, 6);
        Assert.InRange(taught.Mixture.Means[1, 0], -1, 1);
    }

    [Fact]
    public void A_score_of_minus_infinity_is_forgotten_with_its_rows()
    {
        var options = new OnlineOptions(1) { Memory = new MemoryPolicy.Window(10) };
        var state = OnlineEm.Start(new GaussianMixture([1], [[0]], new Covariances.Full([[[1e-100]]])), options);
        state = OnlineEm.Next(state, new Batch(Samples.From([[1e149], [1e148]])), options);
        Assert.Equal(double.NegativeInfinity, state.Score);
        for (var i = 0; i < 300; i++)
        {
            state = OnlineEm.Next(state, new Batch(Samples.From([.. Enumerable.Range(0, 5).Select(r => new[] { (double)(r + (i % 7)) })])), options);
            Assert.False(double.IsNaN(state.Statistics!.LogLikelihood));
        }

        var once = new NeumaierSum(double.NegativeInfinity, 0) * 0;
        Assert.Equal(default, once);
    }

    [Fact]
    public void A_component_that_gets_nothing_for_long_stays_finite()
    {
        // A challenger has none itself, which would take over here.
        var options = Options with { Memory = new MemoryPolicy.HalfLife(20), IsChallenger = true };
        var state = Stream.Follow(OnlineEm.Start(Some.Pair(CovarianceShape.Full), options), Rows, 100, options).Last();
        var before = state.Mixture!;
        for (var i = 0; i < 600; i++)
        {
            state = OnlineEm.Next(state, Rows.Slice(0, 100).WithLabels(new int[100]).At(state.Position + 100), options);
            Stream.AssertSound(state);
        }

        Assert.Equal([1.0, 0], state.Mixture!.Weights);
        Close.Absolutely(0.5, before.Means.Row(1), state.Mixture.Means.Row(1));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void The_number_of_threads_changes_no_bit(int threads)
    {
        var truth = Stream.Truth(6, 16, 4, seed: 2);
        var samples = truth.Sample(6_000, 3);
        var options = new OnlineOptions(6) { Threads = 1 };
        var (one, many) = (Stream.Follow(OnlineEm.Start(options), samples, 1_500, options), Stream.Follow(OnlineEm.Start(options with { Threads = threads }), samples, 1_500, options with { Threads = threads }));
        Stream.Same(one.Last(), many.Last());
    }

    [Theory]
    [InlineData(3)]
    [InlineData(15)]
    public void A_state_is_a_value_that_can_be_gone_on_from_twice(int kept)
    {
        var state = Stream.Follow(OnlineEm.Start(Options), Rows, 64, Options).ElementAt(kept);
        var rest = Rows.Slice((int)state.Position, 3_000 - (int)state.Position);
        var once = Stream.Follow(state, rest, 64, Options).Last();
        Stream.Same(once, Stream.Follow(state, rest, 64, Options).Last());
        Stream.Same(once, Stream.Follow(OnlineEm.Start(Options), Rows, 64, Options).Last());
    }

    [Fact]
    public void A_cancelled_batch_leaves_the_state_as_it_was()
    {
        var token = new CancellationToken(canceled: true);
        var state = Stream.Follow(OnlineEm.Start(Options), Rows, 100, Options).ElementAt(9);
        var batch = Rows.Slice(1_000, 600).At(1_600);
        var expected = OnlineEm.Next(state, batch, Options);
        Assert.ThrowsAny<OperationCanceledException>(() => OnlineEm.Next(state, batch, Options, token));
        Stream.Same(expected, OnlineEm.Next(state, batch, Options, CancellationToken.None));
        Assert.ThrowsAny<OperationCanceledException>(() => OnlineEm.Next(OnlineEm.Start(Options), Rows.At(3_000), Options, token));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(700)]
    public void The_memory_of_a_batch_is_only_borrowed(int first)
    {
        var buffer = Some.Rows(800).SelectMany(row => row).ToArray();
        var (weights, labels) = (Enumerable.Repeat(1.0, 800).ToArray(), Enumerable.Repeat(-1, 800).ToArray());
        var samples = Samples.From(buffer, 2).WithWeights(weights).WithLabels(labels);
        var copy = Samples.From((double[])buffer.Clone(), 2).WithWeights((double[])weights.Clone()).WithLabels((int[])labels.Clone()).Slice(0, first);
        var mine = samples.Slice(0, first);
        var (borrowed, owned) = (OnlineEm.Next(OnlineEm.Start(Options), mine.At(first), Options), OnlineEm.Next(OnlineEm.Start(Options), copy.At(first), Options));
        Array.Fill(buffer, 1e9);
        Array.Fill(weights, 7);
        Array.Fill(labels, 1);
        var rest = Rows.Slice(0, 700);
        Stream.Same(OnlineEm.Next(owned, rest.At(first + 700), Options), OnlineEm.Next(borrowed, rest.At(first + 700), Options));
    }

    [Fact]
    public void A_batch_that_does_not_fit_is_refused_and_says_why()
    {
        foreach (var state in new[] { OnlineEm.Next(OnlineEm.Start(Timed), Rows.Slice(0, 10).At(10, 0), Timed), OnlineEm.Next(OnlineEm.Start(Timed), Rows.Slice(0, 600).At(600, 0), Timed) })
        {
            var end = state.Position + 2;
            var expected = OnlineEm.Next(state, Rows.Slice(0, 2).At(end, 1), Timed);
            Assert.Equal("The batch has 3 features, the stream has 2: they must agree.", Refusal.Of(() => OnlineEm.Next(state, Samples.From([[1, 2, 3], [4, 5, 6]]).At(end, 0), Timed)));
            Assert.Equal("The label of row 1 is 2: the 2 components are numbered from 0.", Refusal.Of(() => OnlineEm.Next(state, Rows.Slice(0, 2).WithLabels(new[] { 0, 2 }).At(end, 0), Timed)));
            Assert.Equal("The batch has no time: a half-life in time needs one for every batch.", Refusal.Of(() => OnlineEm.Next(state, Rows.Slice(0, 2).At(end), Timed)));
            Assert.Equal(
                "The weights of the batch sum to 2E+20 and a value is -1E+149: their squares must sum to less than 1e300. Scale the weights or the features.",
                Refusal.Of(() => OnlineEm.Next(state, Samples.From([[0, 0], [1, -1e149]]).WithWeights(new[] { 1e20, 1e20 }).At(end, 0), Timed)));
            Stream.Same(expected, OnlineEm.Next(state, Rows.Slice(0, 2).At(end, 1), Timed));
        }

        Assert.Equal("The batch has no time: a half-life in time needs one for every batch.", Refusal.Of(() => OnlineEm.Next(OnlineEm.Start(Timed), Rows.At(3_000), Timed with { Memory = new MemoryPolicy.Adaptive(Timed.Memory) })));
        Assert.Equal(
            "The mixture is K = 2, D = 2, full; the options are for K = 3, full: they must agree.",
            Refusal.Of(() => OnlineEm.Start(Some.Pair(CovarianceShape.Full), new OnlineOptions(3))));
        Assert.Equal(
            "The mixture is K = 2, D = 2, full; the options are for K = 2, tied: they must agree.",
            Refusal.Of(() => OnlineEm.Start(Some.Pair(CovarianceShape.Full), Options with { Shape = CovarianceShape.Tied })));
    }

    [Fact]
    public void An_alarm_cuts_the_memory_to_a_warm_up_and_is_told_once()
    {
        var moved = Stream.Jump(Some.Pair(CovarianceShape.Full), 1);
        var before = Stream.Follow(OnlineEm.Start(Options), Some.Pair(CovarianceShape.Full).Sample(20_000, 1), 100, Options).Last();
        var after = Stream.Follow(before, moved.Sample(10_000, 2), 100, Options).ToArray();
        var alarm = Assert.Single(after, s => s.Alarm);
        Assert.Equal((0, 1, 1), (before.Alarms, alarm.Alarms, after[^1].Alarms));
        Close.Absolutely(1e-9, 500, alarm.Memory, "memory");
        Assert.Equal((500.0, new DriftDetector()), (alarm.Clock, alarm.Detector));
        Assert.True(before.Memory > 1_000);
        Assert.EndsWith(", memory 500, drift", alarm.ToString(), StringComparison.Ordinal);
    }
}
