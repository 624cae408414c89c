using System.Reactive.Linq;
using System.Reactive.Subjects;

namespace StreamGmm.Tests.Operators;

public sealed class AssignWithTests : IDisposable
{
    private readonly Subject<double[]> source = new();
    private readonly Subject<OnlineState> states = new();
    private readonly List<Assigned<double[]>> told = [];

    public void Dispose()
    {
        source.Dispose();
        states.Dispose();
    }

    [Fact]
    public void Items_get_what_the_latest_reported_mixture_says()
    {
        using var subscription = source.AssignWith(states, 2, (x, row) => x.CopyTo(row)).Subscribe(told.Add);
        var rows = Feed.Rows(Some.Samples(60, seed: 5));
        foreach (var state in Feed.States.Where(s => s.Current is not null).Take(3))
        {
            states.OnNext(state);
            foreach (var row in rows)
            {
                source.OnNext(row);
                var (assigned, mixture) = (told[^1], state.Mixture!);
                Assert.Same(row, assigned.Item);
                Assert.Equal(mixture.Assign(row), assigned.Component);
                Assert.Equal(mixture.Responsibilities(row)[assigned.Component], assigned.Probability);
                Assert.Equal(mixture.LogDensity(row), assigned.LogDensity);
                Assert.Equal(state.ComponentIds[assigned.Component], assigned.Id);
            }
        }

        Assert.Equal(180, told.Count);
        Assert.NotEqual(told[0].LogDensity, told[60].LogDensity);
        Assert.NotEqual(Feed.States[^1].Current, Feed.States[^1].Mixture);
    }

    [Fact]
    public void The_id_is_that_of_the_component_not_its_index()
    {
        var state = Feed.States[^1];
        using var subscription = source.AssignWith(Observable.Return(state with { Lineage = state.Lineage with { Ids = [7, 3, 9] } }), x => x).Subscribe(told.Add);
        foreach (var row in Feed.Rows(Some.Samples(30)))
            source.OnNext(row);
        Assert.All(told, a => Assert.Equal(new long[] { 7, 3, 9 }[a.Component], a.Id));
        Assert.Equal(3, told.Select(a => a.Id).Distinct().Count());
    }

    [Fact]
    public void Models_that_were_published_assign_as_the_states_they_are_of()
    {
        var (state, byModel, byRow) = (Feed.States[^1], new List<Assigned<double[]>>(), new List<Assigned<double[]>>());
        state = state with { Lineage = state.Lineage with { Ids = [7, 3, 9] } };
        using var models = new Subject<PublishedModel>();
        using var first = source.AssignWith(Observable.Return(state), x => x).Subscribe(told.Add);
        using var second = source.AssignWith(models, x => x).Subscribe(byModel.Add);
        using var third = source.AssignWith(models, 2, (x, row) => x.CopyTo(row)).Subscribe(byRow.Add);
        source.OnNext([0, 0]);
        Assert.Equal((1, 0, 0), (told.Count, byModel.Count, byRow.Count));
        models.OnNext(PublishedModel.Of(state)!);
        foreach (var row in Feed.Rows(Some.Samples(30)))
            source.OnNext(row);
        Assert.Equal(told.Skip(1), byModel);
        Assert.Equal(told.Skip(1), byRow);
    }

    [Fact]
    public void Items_before_the_first_mixture_are_passed_over()
    {
        using var subscription = source.AssignWith(states, x => x).Subscribe(told.Add);
        source.OnNext([0, 0]);
        Assert.Null(Feed.States[0].Current);
        states.OnNext(Feed.States[0]);
        source.OnNext([0, 0]);
        Assert.Empty(told);
        states.OnNext(Feed.States[^1]);
        source.OnNext([0, 1]);
        Assert.Equal([0, 1], Assert.Single(told).Item);
    }

    [Fact]
    public void The_last_mixture_stays_when_the_states_end_and_the_items_end_it()
    {
        var ends = 0;
        using var subscription = source.AssignWith(states, x => x).Subscribe(told.Add, () => ends++);
        states.OnNext(Feed.States[^1]);
        states.OnCompleted();
        source.OnNext([0, 0]);
        Assert.Equal((1, 0), (told.Count, ends));
        source.OnCompleted();
        Assert.Equal(1, ends);
    }

    [Fact]
    public void A_fault_of_the_states_is_a_fault()
    {
        var (mine, fault) = (new InvalidOperationException("mine"), default(Exception));
        using var subscription = source.AssignWith(states, x => x).Subscribe(told.Add, e => fault = e);
        states.OnError(mine);
        Assert.Same(mine, fault);
        Assert.False(source.HasObservers);
    }

    [Theory]
    [InlineData(new[] { double.NaN, 0 }, "Row 0, column 0 is NaN")]
    [InlineData(new[] { 0.0 }, "1")]
    public void An_item_that_has_no_density_is_a_fault(double[] item, string message)
    {
        var fault = default(Exception);
        using var subscription = source.AssignWith(Observable.Return(Feed.States[^1]), x => x).Subscribe(told.Add, e => fault = e);
        source.OnNext(item);
        Assert.Contains(message, Assert.IsType<ArgumentException>(fault).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_is_zeros_before_it_is_filled()
    {
        using var subscription = source.AssignWith(Observable.Return(Feed.States[^1]), 2, (x, row) => row[(int)x[0]] = 3).Subscribe(told.Add);
        source.OnNext([0]);
        source.OnNext([1]);
        Assert.Equal(Feed.States[^1].Mixture!.LogDensity([0, 3]), told[1].LogDensity);
    }

    [Fact]
    public async Task A_stream_is_assigned_by_the_mixture_that_follows_it()
    {
        var rows = Feed.Rows(Some.Samples(3_000));
        var assigned = await rows.ToObservable()
            .Publish(all => all.AssignWith(all.ToSamples(x => x, 100).FollowMixture(Feed.Options), x => x))
            .ToList();

        // The warm-up ends with a batch; the row that completes it is assigned already.
        var first = Feed.States.TakeWhile(s => s.Current is null).Count() * 100;
        Assert.Equal(rows.Skip(first + 99), assigned.Select(a => a.Item));
        Assert.InRange(assigned.Average(a => a.Probability), 0.9, 1);
    }

    [Fact]
    public async Task States_may_come_from_another_thread()
    {
        using var subscription = source.AssignWith(states, x => x).Subscribe(told.Add);
        var ready = Feed.States.Where(s => s.Current is not null).ToArray();
        states.OnNext(ready[0]);
        var learning = Task.Run(() =>
        {
            for (var i = 0; i < 2_000; i++)
                states.OnNext(ready[i % ready.Length]);
        });
        for (var i = 0; i < 2_000; i++)
            source.OnNext([i % 5, 1]);
        await learning.WaitAsync(Feed.Soon);
        var possible = ready.Select(s => s.Mixture!).ToArray();
        Assert.Equal(2_000, told.Count);
        Assert.All(told.Take(100), a => Assert.Contains(a.LogDensity, possible.Select(m => m.LogDensity(a.Item))));
    }
}
