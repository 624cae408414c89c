using System.Reactive.Linq;

namespace StreamGmm.Tests.Operators;

public sealed class DriftsTests
{
    [Fact]
    public async Task A_stream_that_moves_raises_an_alarm_and_one_that_stays_none()
    {
        var moved = new GaussianMixture(Some.Mixture.Weights, [[0, 3], [5, 1], [-2, 8]], Some.Mixture.Covariances);
        var (before, after) = (Feed.Batches(80, 100), moved.Sample(2_000, 3));
        Batch[] drifting = [.. before, .. Enumerable.Range(0, 20).Select(b => new Batch(after.Slice(100 * b, 100)))];
        var alarms = await drifting.ToObservable().FollowMixture(Feed.Options).Drifts().ToList();
        Assert.NotEmpty(alarms);
        Assert.True(alarms[0].Alarm);
        Assert.InRange(alarms[0].SamplesSeen, 8_001, 9_500);
        Assert.Empty(await before.ToObservable().FollowMixture(Feed.Options).Drifts().ToList());
    }

    [Fact]
    public async Task A_batch_that_is_delivered_again_is_no_other_alarm()
    {
        var (alarm, quiet) = (Feed.States[^1] with { Alarm = true, Alarms = 1 }, Feed.States[^1] with { Alarms = 1 });
        var next = alarm with { Alarms = 2 };
        Assert.Equal([alarm, next], await new[] { alarm, alarm, quiet, next, next, quiet }.ToObservable().Drifts().ToList());
    }
}
