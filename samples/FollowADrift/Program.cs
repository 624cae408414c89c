// A mixture jumps in the middle of a stream. The one that follows it scores worse, raises an alarm, forgets, and is right again.
using System.Globalization;
using System.Reactive.Linq;
using StreamGmm;

const int Jump = 30_000;
var before = new GaussianMixture([0.5, 0.3, 0.2], [[1, 1], [6, 2], [-1, 6]], new Covariances.Spherical([1, 0.5, 1.5]));
var after = new GaussianMixture([0.3, 0.3, 0.4], [[2, -1], [6, 4], [-2, 5]], new Covariances.Spherical([1, 0.8, 1]));
var (old, @new) = (before.Sample(Jump, seed: 1), after.Sample(Jump, seed: 2));
Console.WriteLine($"{before} for {Jump:N0} samples, then another one for as many.");

// The default memory: exact while nothing changes, cut back on an alarm.
var states = Observable.Range(0, 2 * Jump)
    .ToSamples(dimension: 2, (i, row) => (i < Jump ? old : @new).CopyRow(i % Jump, row), count: 100)
    .FollowMixture(new OnlineOptions(components: 3))
    .Publish();

// Samples that nobody learns tell how far the mixture is from the one that makes the stream.
var (heldBefore, heldAfter) = (before.Sample(5_000, seed: 3), after.Sample(5_000, seed: 4));
double Gap(OnlineState s)
{
    var (truth, held) = s.Position <= Jump ? (before, heldBefore) : (after, heldAfter);
    return truth.LogDensity(held).Average() - s.Mixture!.LogDensity(held).Average();
}

var learned = states.Where(s => s.Mixture is not null);
using var progress = learned.Every(30).Subscribe(s => Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture, $"{s.Position,6}   score {s.Score,7:F3}   memory {s.Memory,5:F0}   gap {Gap(s),6:F4} nats   {Components(s)}")));
using var alarms = states.Drifts().Subscribe(s => Console.WriteLine($"{s.Position,6}   ALARM: the stream has changed; memory is cut to {s.Memory:F0}"));
using var recovery = learned.SkipWhile(s => s.Position <= Jump + 500 || Gap(s) > 0.05).Take(1)
    .Subscribe(s => Console.WriteLine($"{s.Position,6}   RECOVERED: within 0.05 nats of the new mixture, {s.Position - Jump} samples after the jump"));
using var run = states.Connect();

static string Components(OnlineState s) => string.Join("  ", s.Mixture!.Weights.Select((weight, k) => string.Create(
    CultureInfo.InvariantCulture, $"#{s.ComponentIds[k]} {weight:F2} at ({s.Mixture.Means[k, 0]:F1}, {s.Mixture.Means[k, 1]:F1})")));
