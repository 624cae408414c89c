namespace StreamGmm.Core.Tests.Online;

public class MemoryPolicyTests
{
    /// <summary>W0 of two spherical components in the plane, and p.</summary>
    private const int WarmUp = 500, Parameters = 7;

    private static readonly Samples Rows = Samples.From(Some.Rows(6_000));

    [Theory]
    [InlineData(0, "A half-life is a positive number of samples.")]
    [InlineData(-1, "A half-life is a positive number of samples.")]
    [InlineData(double.NaN, "A half-life is a positive number of samples.")]
    [InlineData(double.PositiveInfinity, "A half-life is a positive number of samples.")]
    public void A_half_life_is_positive_and_finite(double samples, string message) =>
        Assert.Equal(message, Message(() => new MemoryPolicy.HalfLife(samples)));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_half_life_in_time_is_positive(int seconds) =>
        Assert.Equal("A half-life is a positive time.", Message(() => new MemoryPolicy.HalfLife(TimeSpan.FromSeconds(seconds))));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_window_is_positive_and_finite(double samples) =>
        Assert.Equal("A window is a positive number of samples.", Message(() => new MemoryPolicy.Window(samples)));

    [Theory]
    [InlineData(0, 5, "The exponent lies above 0 and is at most 1.")]
    [InlineData(1.01, 5, "The exponent lies above 0 and is at most 1.")]
    [InlineData(double.NaN, 5, "The exponent lies above 0 and is at most 1.")]
    [InlineData(0.6, 0.99, "The hold is 1 or more.")]
    [InlineData(0.6, double.NaN, "The hold is 1 or more.")]
    [InlineData(0.6, double.PositiveInfinity, "The hold is 1 or more.")]
    public void A_memory_that_decreases_has_an_exponent_and_a_hold(double exponent, double hold, string message) =>
        Assert.Equal(message, Message(() => new MemoryPolicy.Decreasing(exponent, hold)));

    [Fact]
    public void An_adaptive_memory_is_adaptive_once() => Assert.Equal(
        "An adaptive memory is adaptive once: give it another one inside.",
        Refusal.Of(() => new MemoryPolicy.Adaptive(new MemoryPolicy.Adaptive())));

    [Fact]
    public void The_defaults_are_adaptive_over_decreasing_by_the_power_of_0_6_after_5_warm_ups()
    {
        var adaptive = Assert.IsType<MemoryPolicy.Adaptive>(new OnlineOptions(2).Memory);
        Assert.Equal(new MemoryPolicy.Decreasing(0.6, 5), adaptive.Inner);
        Assert.Equal(new MemoryPolicy.Adaptive(new MemoryPolicy.Decreasing()), adaptive);
    }

    [Fact]
    public void A_half_life_too_short_names_the_least_sound_one() => AssertShortest(
        h => new MemoryPolicy.HalfLife(h),
        10,
        "A half-life of 9.5 samples is too short for 7 parameters: 10 is the least that is sound. Lengthen it, or use fewer components or a simpler shape.",
        9.5);

    [Fact]
    public void A_window_too_short_names_the_least_sound_one() => AssertShortest(
        m => new MemoryPolicy.Window(m),
        2 * Parameters,
        "A window of 13.5 samples is too short for 7 parameters: 14 is the least that is sound. Lengthen it, or use fewer components or a simpler shape.",
        13.5);

    [Fact]
    public void Exact_remembers_all() =>
        AssertMemory(new MemoryPolicy.Exact(), 100, seen => seen);

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(1500)]
    public void A_window_remembers_no_more_than_it_says(int size) =>
        AssertMemory(new MemoryPolicy.Window(700), size, seen => Math.Min(seen, 700));

    [Fact]
    public void A_decreasing_memory_grows_with_a_power_of_the_stream_after_5_warm_ups() =>
        AssertMemory(new MemoryPolicy.Decreasing(), 100, seen => Math.Min(seen, WarmUp * Math.Pow(Math.Max(1, seen / (5 * WarmUp)), 0.6)));

    [Fact]
    public void A_decreasing_memory_has_the_exponent_and_the_hold_it_is_given() =>
        AssertMemory(new MemoryPolicy.Decreasing(0.9, 2), 100, seen => Math.Min(seen, WarmUp * Math.Pow(Math.Max(1, seen / (2 * WarmUp)), 0.9)));

    [Fact]
    public void An_adaptive_memory_is_the_one_inside_while_nothing_drifts() =>
        AssertMemory(new MemoryPolicy.Adaptive(new MemoryPolicy.Window(700)), 100, seen => Math.Min(seen, 700));

    [Theory]
    [InlineData(1, 200)]
    [InlineData(100, 200)]
    [InlineData(50, 1000)]
    public void A_half_life_remembers_what_has_not_faded(int size, double halfLife)
    {
        var kept = Math.Pow(2, -size / halfLife);
        AssertMemory(new MemoryPolicy.HalfLife(halfLife), size, seen => size * (1 - Math.Pow(kept, seen / size)) / (1 - kept));
    }

    [Fact]
    public void A_half_life_in_time_halves_with_time_and_not_with_samples()
    {
        var options = Options(new MemoryPolicy.HalfLife(TimeSpan.FromMinutes(10)));
        var state = OnlineEm.Start(Some.Pair(options.Shape), options);
        double memory = 0;
        var (time, position) = (DateTimeOffset.UnixEpoch, 0);
        foreach (var (minutes, rows) in new[] { (0, 600), (10, 50), (5, 300), (0, 10), (25, 100) })
        {
            time += TimeSpan.FromMinutes(minutes);
            state = OnlineEm.Next(state, new Batch(Rows.Slice(position, rows), position += rows, time), options);
            memory = (memory * Math.Pow(2, -minutes / 10.0)) + rows;
            Close.Relatively(1e-12, memory, state.Memory, "memory");
        }
    }

    [Fact]
    public void A_half_life_in_batches_halves_with_batches_however_large()
    {
        var options = Options(MemoryPolicy.HalfLife.InBatches(4));
        var state = OnlineEm.Start(Some.Pair(options.Shape), options);
        var (memory, position) = (0.0, 0);
        foreach (var rows in new[] { 600, 50, 300, 10, 100 })
        {
            state = OnlineEm.Next(state, Rows.Slice(position, rows).At(position += rows), options);
            memory = (memory * Math.Pow(2, -1.0 / 4)) + rows;
            Close.Relatively(1e-12, memory, state.Memory, "memory");
        }

        Assert.Equal((null, null, 4), (((MemoryPolicy.HalfLife)options.Memory).Samples, ((MemoryPolicy.HalfLife)options.Memory).Time, ((MemoryPolicy.HalfLife)options.Memory).Batches));
        Assert.Equal("A half-life is a positive number of batches.", Refusal.Of<ArgumentOutOfRangeException>(() => MemoryPolicy.HalfLife.InBatches(0)).Split('\n')[0]);
    }

    [Fact]
    public void After_a_pause_of_any_length_a_half_life_in_time_holds_two_samples_a_parameter()
    {
        var options = Options(new MemoryPolicy.HalfLife(TimeSpan.FromMinutes(10)));
        var start = OnlineEm.Start(Some.Pair(options.Shape), options);
        var state = OnlineEm.Next(start, Rows.Slice(0, 600).At(600, 0), options);
        var least = 2.0 * state.Current!.ParameterCount;
        foreach (var (minutes, memory) in new[] { (10, 305), (100, least), (100_000, least) })
            Close.Relatively(1e-12, memory, OnlineEm.Next(state, Rows.Slice(600, 5).At(605, minutes), options).Memory, "memory");
        Close.Relatively(1e-12, 10, OnlineEm.Next(OnlineEm.Next(start, Rows.Slice(0, 5).At(5, 0), options), Rows.Slice(5, 5).At(10, 100_000), options).Memory, "memory");
    }

    [Fact]
    public void Time_that_passes_without_rows_is_forgotten_with_the_next()
    {
        var options = Options(new MemoryPolicy.HalfLife(TimeSpan.FromMinutes(10)));
        var state = OnlineEm.Next(OnlineEm.Start(Some.Pair(options.Shape), options), Rows.Slice(0, 600).At(600, 0), options);
        var told = OnlineEm.Next(state, new Batch(Rows.Slice(0, 0), 600, DateTimeOffset.UnixEpoch.AddMinutes(10)) { DroppedWeight = 1 }, options);
        Close.Relatively(1e-12, 400, OnlineEm.Next(told, Rows.Slice(600, 100).At(700, 10), options).Memory, "memory");
    }

    [Fact]
    public void A_clock_set_back_forgets_nothing_and_adds_nothing()
    {
        var options = Options(new MemoryPolicy.HalfLife(TimeSpan.FromMinutes(10)));
        var first = OnlineEm.Next(OnlineEm.Start(Some.Pair(options.Shape), options), new Batch(Rows.Slice(0, 100), 100, DateTimeOffset.UnixEpoch), options);
        var second = OnlineEm.Next(first, new Batch(Rows.Slice(100, 50), 150, DateTimeOffset.UnixEpoch - TimeSpan.FromMinutes(10)), options);
        Close.Relatively(1e-12, 150, second.Memory, "memory");
        var third = OnlineEm.Next(second, new Batch(Rows.Slice(150, 50), 200, DateTimeOffset.UnixEpoch + TimeSpan.FromMinutes(10)), options);
        Close.Relatively(1e-12, 125, third.Memory, "memory");
    }

    [Fact]
    public void A_window_holds_for_heavy_rows_too()
    {
        var options = Options(new MemoryPolicy.Window(100));
        var samples = Rows.Slice(0, 200).WithWeights(Enumerable.Repeat(10.0, 200).ToArray());
        var state = OnlineEm.Next(OnlineEm.Start(Some.Pair(options.Shape), options), new Batch(samples, 200), options);
        Close.Relatively(1e-12, 100, state.Memory, "memory");
    }

    private static OnlineOptions Options(MemoryPolicy memory) => new(2) { Shape = CovarianceShape.Spherical, Memory = memory };

    private static string Message(Func<object> create) => Refusal.Of<ArgumentOutOfRangeException>(() => { _ = create(); }).Split(Environment.NewLine)[0];

    private static void AssertMemory(MemoryPolicy memory, int size, Func<double, double> expected)
    {
        var options = Options(memory);
        foreach (var state in Stream.Follow(OnlineEm.Start(Some.Pair(options.Shape), options), Rows.Slice(0, size == 1 ? 2_000 : 6_000), size, options))
            Close.Relatively(1e-9, expected(state.WeightSeen), state.Memory, $"memory after {state.WeightSeen}");
    }

    private static void AssertShortest(Func<double, MemoryPolicy> memory, double least, string message, double tooShort)
    {
        var mixture = Some.Pair(CovarianceShape.Spherical);
        Assert.Equal(message, Refusal.Of(() => OnlineEm.Start(mixture, Options(memory(tooShort)))));
        Assert.Equal(message, Refusal.Of(() => OnlineEm.Start(mixture, Options(new MemoryPolicy.Adaptive(memory(tooShort))))));
        Assert.Equal(message, Refusal.Of(() => OnlineEm.Next(OnlineEm.Start(Options(memory(tooShort))), new Batch(Rows.Slice(0, 10), 10), Options(memory(tooShort)))));
        Stream.AssertSound(Stream.Follow(OnlineEm.Start(mixture, Options(memory(least))), Rows.Slice(0, 1_000), 50, Options(memory(least))).Last());
    }
}
