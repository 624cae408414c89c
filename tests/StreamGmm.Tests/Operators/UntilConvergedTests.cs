using System.Reactive.Linq;

namespace StreamGmm.Tests.Operators;

public sealed class UntilConvergedTests
{
    private static readonly IReadOnlyList<OnlineState> States = Feed.Follow(Feed.Batches(300, 100), Feed.Options);

    [Fact]
    public async Task It_ends_with_the_first_state_that_has_moved_less_since_half_the_weight()
    {
        // The tolerance decides when; a smaller one later.
        var lengths = new List<int>();
        foreach (var tolerance in new[] { 0.02, 0.007, 0.004, 0.002 })
        {
            var told = await States.ToObservable().UntilConverged(tolerance).ToList();
            Assert.Equal(States.Take(told.Count), told);
            lengths.Add(told.Count);
            var last = told[^1];
            var then = States.Last(s => s.Current is not null && s.Clock <= last.Clock / 2);
            Assert.InRange(MatchedDivergence.From(then.Mixture!, last.Mixture!), 0, 1.5 * tolerance);
        }

        Assert.Equal(lengths.Order(), lengths);
        Assert.True(lengths[0] >= 10 && lengths[^1] > lengths[0] && lengths[^1] < 300, string.Join(' ', lengths));
    }

    [Fact]
    public async Task A_mixture_that_has_converged_is_near_the_truth()
    {
        var state = await States.ToObservable().UntilConverged(0.002);
        var held = Some.Samples(5_000, seed: 77);
        Assert.InRange(Some.Mixture.LogDensity(held).Average() - state.Mixture!.LogDensity(held).Average(), -0.005, 0.01);
    }

    [Fact]
    public async Task An_alarm_and_a_change_of_components_begin_anew()
    {
        var count = (await States.ToObservable().UntilConverged(0.02).ToList()).Count;
        Assert.Equal(1_000, States[count - 1].Clock);
        var alarmed = States.Select((s, i) => i >= count - 1 ? s with { Alarms = 1, Clock = s.Clock - 400 } : s).ToList();
        // Compared again at the first look after the weight has doubled: looks are at 600, 800, 1000, 1200, and at 1000, 1200, 1500, 1800, 2200.
        Assert.Equal(1_200, (await alarmed.ToObservable().UntilConverged(0.02).LastAsync()).Clock);
        var changed = States.Select((s, i) => i >= count - 1 ? s with { Lineage = s.Lineage with { Ids = [0, 1, 3] } } : s).ToList();
        Assert.Equal(2_200, (await changed.ToObservable().UntilConverged(0.02).LastAsync()).Clock);
    }

    [Fact]
    public async Task Warming_up_is_no_convergence_and_neither_is_a_given_mixture_that_does_not_learn_yet()
    {
        var options = Feed.Options with { Shape = CovarianceShape.Spherical };
        var given = Feed.Follow(Feed.Batches(49, 10), options, OnlineEm.Start(Some.Mixture, options));
        Assert.All(given, s => Assert.Same(Some.Mixture, s.Current));
        Assert.Equal(49, (await given.ToObservable().UntilConverged(1).ToList()).Count);
        Assert.Equal(4, (await Feed.Follow(Feed.Batches(4, 100), Feed.Options).ToObservable().UntilConverged(1).ToList()).Count);
    }

    [Fact]
    public async Task A_memory_that_forgets_does_not_settle_below_its_noise()
    {
        var options = Feed.Options with { Memory = new MemoryPolicy.HalfLife(500) };
        var states = Feed.Follow(Feed.Batches(300, 100), options);
        var noise = Some.Mixture.ParameterCount * Math.Log(2) / (2 * 500);
        Assert.Equal(300, (await states.ToObservable().UntilConverged(noise / 20).ToList()).Count);
        Assert.InRange((await states.ToObservable().UntilConverged(noise * 5).ToList()).Count, 2, 299);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_tolerance_that_is_no_positive_number_is_refused(double tolerance) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Observable.Never<OnlineState>().UntilConverged(tolerance));
}
