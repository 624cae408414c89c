// Readings come for five seconds, whether we are ready or not. From the one hot source, side by side:
// what kind each reading is, which are odd, and when the whole stream changes. Ctrl-C ends it sooner.
using System.Globalization;
using System.Reactive;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using System.Reactive.Threading.Tasks;
using StreamGmm;

using var stop = new Subject<Unit>();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.OnNext(Unit.Default);
};

// 100 readings every 10 ms; after half of the time they drift away, and now and then one is broken or wild.
var normal = new GaussianMixture([0.6, 0.4], [[20, 45], [24, 60]], new Covariances.Full([[[1, 0.8], [0.8, 4]], [[2, -1], [-1, 6]]]));
var readings = Observable.Interval(TimeSpan.FromMilliseconds(10))
    .SelectMany(tick => Enumerable.Range(0, 100).Select(i => Read((100 * tick) + i)))
    .Take(50_000)
    .TakeUntil(stop)
    .Publish();

Reading Read(long i)
{
    var point = normal.Sample(1, seed: 7, first: i)[0];
    return i % 9_973 == 9_972 ? new Reading(i, double.NaN, point[1])
        : i % 7_919 == 7_918 ? new Reading(i, point[0] + 30, point[1])
        : new Reading(i, point[0] + (i > 25_000 ? 4 : 0), point[1]);
}

static void Fill(Reading r, Span<double> row) => (row[0], row[1]) = (r.Temperature, r.Humidity);

// A batch with a broken reading is passed over and counted. Learning runs beside the source and takes what has come meanwhile as one batch.
var states = readings
    .ToSamples(dimension: 2, Fill, count: 256, within: TimeSpan.FromMilliseconds(100))
    .Conflate()
    .FollowMixture(new OnlineOptions(components: 2) { OnBadBatch = OnBadBatch.Skip })
    .Publish();

var assigned = readings.Where(r => double.IsFinite(r.Temperature)).AssignWith(states, dimension: 2, Fill).Publish();

using var kinds = assigned.Buffer(TimeSpan.FromSeconds(1)).Where(items => items.Count > 0).Subscribe(items =>
    Console.WriteLine($"{items.Count,6} readings: {string.Join(", ", items.CountBy(a => a.Id).OrderBy(kind => kind.Key).Select(kind => $"{kind.Value} of kind {kind.Key}"))}"));
using var odd = assigned.Outliers(quantile: 0.0005).Buffer(TimeSpan.FromMilliseconds(250)).Where(items => items.Count > 0).Subscribe(items =>
    Console.WriteLine($"   {items.Count} odd, the oddest: {items.MinBy(a => a.LogDensity).Item}"));
using var drifts = states.Drifts().Subscribe(s => Console.WriteLine($"   DRIFT noticed when {s.SamplesSeen} readings were learned"));

var last = states.LastOrDefaultAsync().ToTask();
using var assigning = assigned.Connect();
using var learning = states.Connect();
using var reading = readings.Connect();
if (await last is { } end)
    Console.WriteLine($"{end}; {end.Alarms} alarms, {end.RefusedBatches} batches refused: {end.Mixture}");

internal sealed record Reading(long Number, double Temperature, double Humidity)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"number {Number}, {Temperature:F1} °C, {Humidity:F1} %");
}
