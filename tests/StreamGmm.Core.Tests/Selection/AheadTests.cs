namespace StreamGmm.Core.Tests.Selection;

public class AheadTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(0, 4)]
    [InlineData(1, 4)]
    [InlineData(100, 1)]
    [InlineData(100, 2)]
    [InlineData(100, 7)]
    [InlineData(3, 7)]
    public void Results_come_in_their_order(int count, int threads) =>
        Assert.Equal(Enumerable.Range(0, count).Select(i => i * i), Ahead.InOrder(count, threads, (i, _) => i * i, default));

    [Fact]
    public void Nothing_is_computed_before_it_is_read()
    {
        var begun = 0;
        _ = Ahead.InOrder(5, 2, (i, _) => Interlocked.Increment(ref begun), default);
        Assert.Equal(0, begun);
    }

    [Fact]
    public void As_many_as_there_are_threads_are_under_way_at_once()
    {
        using var all = new Barrier(3);
        Assert.Equal([true, true, true], Ahead.InOrder(3, 3, (_, token) => all.SignalAndWait(Soon, token), default));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_fault_comes_in_its_turn_and_as_it_was(int threads)
    {
        var seen = new List<int>();
        var fault = Assert.Throws<InvalidDataException>(() =>
        {
            foreach (var i in Ahead.InOrder(10, threads, (i, _) => i == 4 ? throw new InvalidDataException("four") : i, default))
                seen.Add(i);
        });
        Assert.Equal("four", fault.Message);
        Assert.Equal([0, 1, 2, 3], seen);
    }

    [Fact]
    public void Reading_no_further_cancels_what_is_under_way_and_waits_for_it()
    {
        var (begun, ended) = (0, 0);
        using var second = new ManualResetEventSlim();
        Assert.Equal(0, Ahead.InOrder(3, 2, Compute, default).First());
        Assert.InRange(begun, 1, 2);
        Assert.Equal(begun, ended);

        int Compute(int i, CancellationToken token)
        {
            if (i == 0)
            {
                Assert.True(second.Wait(Soon, CancellationToken.None));
                return i;
            }

            Interlocked.Increment(ref begun);
            second.Set();
            Assert.True(token.WaitHandle.WaitOne(Soon));
            Interlocked.Increment(ref ended);
            throw new OperationCanceledException(token);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_cancelled_token_ends_the_reading(int threads)
    {
        using var source = new CancellationTokenSource();
        var seen = new List<int>();
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (var i in Ahead.InOrder(100, threads, Compute, source.Token))
            {
                seen.Add(i);
                if (i == 2)
                    source.Cancel();
            }
        });
        Assert.Equal([0, 1, 2], seen);

        static int Compute(int i, CancellationToken token)
        {
            token.ThrowIfCancellationRequested();
            return i;
        }
    }
}
