using System.Reactive.Linq;

namespace StreamGmm.Tests.Operators;

public sealed class LineageTests
{
    [Fact]
    public async Task Events_come_one_after_another_and_those_of_a_state_once()
    {
        LineageEvent[] first = [new LineageEvent.Born(3)];
        LineageEvent[] second = [new LineageEvent.Merged(1, 3, 4), new LineageEvent.Died(0)];
        var (quiet, a, b) = (Feed.States[^1], Feed.States[^1] with { Events = first }, Feed.States[^1] with { Events = second });
        Assert.Equal([.. first, .. second], await new[] { quiet, a, a, quiet, b, b }.ToObservable().Lineage().ToList());

        // An equal state that is another one is another change.
        Assert.Equal([.. first, .. first], await new[] { a, a with { } }.ToObservable().Lineage().ToList());
    }

    [Fact]
    public async Task A_fixed_structure_has_no_events() => Assert.Empty(await Feed.States.ToObservable().Lineage().ToList());
}
