using System.Collections.Immutable;

namespace StreamGmm;

/// <summary>Gathers what a report tells of an online run, state by state, in bounded memory: score and memory, alarms, what became of components, and few of the mixtures.</summary>
internal sealed class StreamGathering(ReportOptions options)
{
    /// <summary>Points that are kept before they are thinned to those of a curve.</summary>
    private const int MostPoints = 8 * CurveThinning.MostPoints;

    private readonly Latest<long> alarms = new();
    private readonly Latest<StreamEvent> events = new();
    private List<StreamPoint> points = [];
    private long pointsSeen;
    private EvenlySpread<Func<DrawnState>>? kept;
    private Func<ImmutableArray<(string Label, string Text)>> facts = () => [];

    /// <summary>True where a state came.</summary>
    public bool HasAny => pointsSeen > 0;

    /// <summary>Takes the next state.</summary>
    public void Add(OnlineState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        Add(
            new StreamPoint(state.Position, state.Score ?? double.NaN, state.Memory, state.Current?.Components ?? 0),
            state.Alarm,
            state.Current is null ? null : () => StreamSubject.Draw(state));
        foreach (var change in state.Events)
            events.Add(new StreamEvent(state.Position, Text.Event(change)));
        facts = () => StreamSubject.Facts(state);
    }

    /// <summary>Takes the next state as it was told of; its mixture is made where it is drawn, and its components are known by their numbers.</summary>
    public void Add(StreamPoint point, long samplesSeen, bool alarm, Func<GaussianMixture>? mixture)
    {
        Add(point, alarm, mixture is null ? null : () => Subject.State(mixture(), point.Position, point.Score, StreamSubject.Label(point.Position)));
        facts = () => StreamSubject.Facts(mixture?.Invoke(), samplesSeen, point, alarms.Seen);
    }

    /// <summary>What was gathered.</summary>
    public Subject ToSubject()
    {
        var places = CurveThinning.Places([.. points.Select(point => point.Score)]);
        return new Subject
        {
            Kind = "stream",
            Title = "Gaussian mixture over a stream",
            Facts = facts(),
            Notes = [.. Notes(places.Length)],
            States = [.. (kept?.Values() ?? []).Select(draw => draw())],
            StatesSeen = kept?.Seen ?? 0,
            Stream = new StreamCourse(
                [.. places.Select(i => points[i].Position)],
                RealVector.Create([.. places.Select(i => points[i].Score)]),
                RealVector.Create([.. places.Select(i => points[i].Memory)]),
                [.. places.Select(i => points[i].Components)],
                [.. alarms.Values],
                [.. events.Values]),
        };
    }

    private void Add(StreamPoint point, bool alarm, Func<DrawnState>? drawn)
    {
        if (points.Count == MostPoints)
            points = [.. CurveThinning.Places([.. points.Select(p => p.Score)]).Select(i => points[i])];
        points.Add(point);
        pointsSeen++;
        if (alarm)
            alarms.Add(point.Position);
        if (drawn is not null)
            (kept ??= new EvenlySpread<Func<DrawnState>>(StateLimits.Kept(drawn().Mixture, options))).Add(drawn);
    }

    private IEnumerable<string> Notes(int shown)
    {
        if (shown < pointsSeen)
            yield return $"{Text.Count(shown)} of {Text.Count(pointsSeen)} points of the stream are drawn: those of the lowest and the highest score of each of equal stretches.";
        if (alarms.Seen > alarms.Values.Count)
            yield return $"The last {Text.Count(alarms.Values.Count)} of {Text.Count(alarms.Seen)} alarms are shown.";
        if (events.Seen > events.Values.Count)
            yield return $"The last {Text.Count(events.Values.Count)} of {Text.Count(events.Seen)} events are shown.";
    }

    /// <summary>The last of many.</summary>
    private sealed class Latest<T>
    {
        /// <summary>The most that are listed.</summary>
        private const int Most = 1000;

        private readonly Queue<T> values = new();

        public long Seen { get; private set; }

        public IReadOnlyCollection<T> Values => values;

        public void Add(T value)
        {
            Seen++;
            values.Enqueue(value);
            if (values.Count > Most)
                values.Dequeue();
        }
    }
}
