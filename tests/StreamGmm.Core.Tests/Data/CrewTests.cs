namespace StreamGmm.Core.Tests.Data;

public sealed class CrewTests
{
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(1);

    [Fact]
    public void Others_help_and_are_waited_for()
    {
        using var both = new Barrier(2);
        var done = 0;
        Crew.Run(2, () =>
        {
            Assert.True(both.SignalAndWait(Hang));
            Interlocked.Increment(ref done);
        });
        Assert.Equal(2, done);
    }

    [Fact]
    public void No_more_threads_come_than_are_asked_for()
    {
        for (var run = 0; run < 1000; run++)
        {
            var (inside, most) = (0, 0);
            Crew.Run(3, () =>
            {
                var now = Interlocked.Increment(ref inside);
                InterlockedMax(ref most, now);
                Interlocked.Decrement(ref inside);
            });
            Assert.InRange(most, 1, 3);
            Assert.Equal(0, inside);
        }
    }

    [Fact]
    public void An_exception_of_any_thread_is_thrown_as_it_was_after_all_have_ended()
    {
        using var both = new Barrier(2);
        var caller = Environment.CurrentManagedThreadId;
        foreach (var callerFails in new[] { true, false })
        {
            var ended = 0;
            var fault = Assert.Throws<InvalidOperationException>(() => Crew.Run(2, () =>
            {
                Assert.True(both.SignalAndWait(Hang));
                Interlocked.Increment(ref ended);
                if (Environment.CurrentManagedThreadId == caller == callerFails)
                    throw new InvalidOperationException("this one");
            }));
            Assert.Equal(("this one", 2), (fault.Message, ended));
        }
    }

    [Fact]
    public void A_cancellation_gives_way_to_a_fault()
    {
        using var both = new Barrier(2);
        var caller = Environment.CurrentManagedThreadId;
        foreach (var callerFails in new[] { true, false })
        {
            Assert.Throws<InvalidOperationException>(() => Crew.Run(2, () =>
            {
                Assert.True(both.SignalAndWait(Hang));
                throw Environment.CurrentManagedThreadId == caller == callerFails ? new InvalidOperationException("fault") : new OperationCanceledException();
            }));
        }
    }

    [Fact]
    public void A_run_within_a_run_is_a_run_of_its_own()
    {
        var inner = 0;
        Crew.Run(2, () => Crew.Run(2, () => Interlocked.Increment(ref inner)));
        Assert.InRange(inner, 1, 4);
    }

    private static void InterlockedMax(ref int place, int value)
    {
        for (var seen = Volatile.Read(ref place); value > seen;)
        {
            var before = Interlocked.CompareExchange(ref place, value, seen);
            if (before == seen)
                return;
            seen = before;
        }
    }
}
