using System.Reactive.Linq;

namespace StreamGmm.Tests.Operators;

public sealed class FollowMixtureAsyncTests
{
    [Fact]
    public async Task It_gives_the_states_of_the_observable_form_bit_for_bit()
    {
        for (var seed = 1; seed <= 5; seed++)
        {
            var batches = Feed.Batches(20, 37 * seed, seed);
            var options = Feed.Options with { Seed = seed, Shape = CovarianceShape.All[seed % 4], Memory = seed % 2 == 0 ? new MemoryPolicy.Adaptive() : new MemoryPolicy.HalfLife(500) };
            var pushed = await batches.ToObservable().FollowMixture(options).ToList();
            Feed.Same(pushed, await Pull(batches).FollowMixtureAsync(options).ToListAsync());
            Feed.Same(pushed.Skip(9), await Pull(batches.Skip(9)).FollowMixtureAsync(options, pushed[8]).ToListAsync());
            Feed.Same(pushed, await batches.ToObservable().Buffered(3, Overflow.Wait).FollowMixtureAsync(options).ToListAsync());
        }
    }

    [Fact]
    public async Task A_batch_is_asked_for_when_a_state_is()
    {
        var asked = 0;
        await using var states = Pull(Feed.Batches(5, 10), () => asked++).FollowMixtureAsync(Feed.Options).GetAsyncEnumerator();
        Assert.Equal(0, asked);
        for (var i = 1; i <= 3; i++)
        {
            Assert.True(await states.MoveNextAsync());
            Assert.Equal(i, asked);
        }
    }

    [Fact]
    public async Task Of_nothing_there_is_nothing() => Assert.Empty(await Pull([]).FollowMixtureAsync(Feed.Options).ToListAsync());

    [Fact]
    public async Task A_cancelled_token_ends_it()
    {
        using var source = new CancellationTokenSource();
        await using var states = Pull(Feed.Batches(5, 10)).FollowMixtureAsync(Feed.Options, cancellationToken: source.Token).GetAsyncEnumerator();
        Assert.True(await states.MoveNextAsync());
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await states.MoveNextAsync());
    }

    [Fact]
    public async Task A_bad_batch_is_thrown_to_the_one_who_pulls()
    {
        var bad = Batch.Refused(new InvalidDataException("Row 7 is bad."), 10, 2);
        await using var states = Pull([.. Feed.Batches(1, 10), bad]).FollowMixtureAsync(Feed.Options).GetAsyncEnumerator();
        Assert.True(await states.MoveNextAsync());
        Assert.Equal("Row 7 is bad.", (await Assert.ThrowsAsync<ArgumentException>(async () => await states.MoveNextAsync())).Message);
    }

    private static async IAsyncEnumerable<Batch> Pull(IEnumerable<Batch> batches, Action? asked = null)
    {
        foreach (var batch in batches)
        {
            asked?.Invoke();
            await Task.Yield();
            yield return batch;
        }
    }
}
