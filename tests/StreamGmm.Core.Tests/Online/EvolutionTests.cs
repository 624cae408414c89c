namespace StreamGmm.Core.Tests.Online;

public class EvolutionTests
{
    private static readonly GaussianMixture First = Grid(4, 0);
    private static readonly GaussianMixture Second = Grid(2, 40);

    public static TheoryData<string> Shapes => Some.Shapes;

    [Theory]
    [MemberData(nameof(Shapes))]
    public void From_one_component_it_finds_those_there_are_and_after_a_drift_those_there_are_then(string shape)
    {
        var options = new OnlineOptions(1) { Shape = CovarianceShape.Parse(shape), Structure = new Structure.Adapt(1, 10) };
        var states = Stream.Follow(OnlineEm.Start(options), First.Sample(20_000, 1), 200, options).ToArray();
        AssertFound(First, states[^1]);
        var later = Stream.Follow(states[^1], Second.Sample(60_000, 2), 200, options).ToArray();
        Assert.True(later[^1].Alarms > 0);
        AssertFound(Second, later[^1]);
        Lineages.AssertSound([.. states, .. later]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1_000)]
    public void Bounds_hold_whatever_the_batches(int size)
    {
        var options = new OnlineOptions(2) { Structure = new Structure.Adapt(2, 3) };
        var states = Stream.Follow(OnlineEm.Start(options), First.Sample(12_000, 3), size, options).Where(s => s.Current is not null).ToArray();
        Assert.All(states, s => Assert.InRange(s.Current!.Components, 2, 3));
        Assert.Equal(3, states[^1].Current!.Components);
        Lineages.AssertSound(states);
    }

    [Fact]
    public void No_more_components_are_born_than_the_memory_is_long_enough_for()
    {
        // 2 p is 10, 22 and 34 for one, two and three components.
        var options = new OnlineOptions(1) { Structure = new Structure.Adapt(1, 4), Memory = new MemoryPolicy.Window(30) };
        var states = Stream.Follow(OnlineEm.Start(options), First.Sample(30_000, 7), 100, options).Where(s => s.Current is not null).ToArray();
        Assert.All(states, s => Assert.InRange(s.Current!.Components, 1, 2));
    }

    [Fact]
    public void A_fixed_structure_keeps_no_rows_and_never_changes()
    {
        var options = new OnlineOptions(3);
        var states = Stream.Follow(OnlineEm.Start(options), First.Sample(10_000, 4), 500, options).ToArray();
        Assert.All(states, s => Assert.Empty(s.Events));
        Assert.All(states, s => Assert.Empty(s.Lineage.Recent));
        Assert.Equal((long[])[0, 1, 2], states[^1].ComponentIds);
    }

    [Fact]
    public void A_component_that_gets_nothing_any_more_dies_at_the_second_look()
    {
        var options = new OnlineOptions(4) { Structure = new Structure.Adapt(1, 4), Memory = new MemoryPolicy.HalfLife(1_000) };
        var state = Stream.Follow(OnlineEm.Start(First, options), First.Sample(10_000, 5), 100, options).Last();
        var three = Component.Compose(CovarianceShape.Full, [.. Enumerable.Range(0, 3).Select(k => Component.Of(First, k))])!;
        var events = Stream.Follow(state, three.Sample(80_000, 6), 100, options).SelectMany(s => s.Events).ToArray();
        Assert.Equal([new LineageEvent.Died(3)], events);
    }

    [Fact]
    public void Labels_are_refused_where_components_come_and_go()
    {
        var options = new OnlineOptions(2) { Structure = new Structure.Adapt(1, 4) };
        Assert.Equal(
            "The batch has labels: they name components by number, which is not theirs for good where components come and go. Leave the labels out or the structure fixed.",
            Refusal.Of(() => OnlineEm.Next(OnlineEm.Start(options), new Batch(First.Sample(10, 1).WithLabels(new int[10])), options)));
    }

    [Fact]
    public void The_start_must_lie_within_the_bounds()
    {
        var options = new OnlineOptions(5) { Structure = new Structure.Adapt(1, 4) };
        Assert.Equal(
            "5 components to start with are not within what the structure allows, 1 to 4.",
            Refusal.Of(() => OnlineEm.Next(OnlineEm.Start(options), new Batch(First.Sample(10, 1)), options)));
    }

    private static void AssertFound(GaussianMixture truth, OnlineState state)
    {
        Assert.Equal(truth.Components, state.Mixture!.Components);
        Assert.InRange(Stream.Gap(truth, state.Mixture, truth.Sample(5_000, 9)), -0.02, 0.02);
    }

    private static GaussianMixture Grid(int components, double offset) => new(
        RealVector.Create([.. Enumerable.Repeat(1.0 / components, components)]),
        RealMatrix.Create([.. Enumerable.Range(0, components).Select(k => RealVector.Create([offset + (8.0 * (k % 2)), 8.0 * (k / 2)]))]),
        new Covariances.Full(Enumerable.Repeat(RealMatrix.Create([RealVector.Create([1, 0]), RealVector.Create([0, 1])]), components)));
}
