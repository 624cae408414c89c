using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using LiveDashboard.Sources;
using LiveDashboard.Watching;
using StreamGmm;

namespace LiveDashboard.Fitting;

/// <summary>One fit of one source, whoever watches. Rows come by the clock; what people choose comes between two batches, so that no row is lost.</summary>
internal sealed class LiveFit : IDisposable
{
    /// <summary>The most rows a second that can be asked for.</summary>
    public const double MostRows = 200_000;

    /// <summary>How often rows are taken and the result is shown: ten times a second, and pages glide between.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    // Rx synchronizes on objects, so no Lock.
    private readonly object gate = new();
    private readonly ISource source;
    private readonly IScheduler scheduler;
    private readonly Subject<Batch> batches = new();
    private readonly BehaviorSubject<Course> courses;
    private readonly CompositeDisposable running;
    private readonly Drawn drawn;
    private OnlineState state;
    private Pace pace;
    private bool isPaused;
    private bool hasEnded;
    private string? fault;
    private Remembering remembering;

    /// <summary>Begins to follow.</summary>
    /// <exception cref="ArgumentException">The options do not suit the rows: a half-life that is too short, for example.</exception>
    public LiveFit(ISource source, Settings settings, IScheduler scheduler)
    {
        (this.source, this.scheduler, remembering) = (source, scheduler, settings.Remembering);
        var course = Course.Begin(settings.Options).Checked(source.Dimension);
        (state, courses, pace, drawn) = (course.From, new(course), new(settings.Rate, scheduler.Now), new(source.Dimension));
        Journal = new Journal(Now());

        // Each course is one scan; the next one begins with the state of the one before.
        var states = courses.Select(c => c.Follow(batches).Catch<OnlineState, Exception>(Failed)).Switch().Publish();
        running =
        [
            states.Subscribe(s => state = s),
            courses.Select(_ => states.Drifts()).Switch().Subscribe(s => Journal.Tell(Happening.Alarm(s))),
            states.Lineage().Subscribe(e => Journal.Tell(Happening.Of(e, state))),
            states.Connect(),
            Observable.Interval(Tick, scheduler).Synchronize(gate).Subscribe(_ => Advance()),
            batches,
            courses,
            source,
        ];
    }

    /// <summary>What viewers are shown.</summary>
    public Journal Journal { get; }

    /// <summary>The names of the features; numbers where they have no names.</summary>
    public IReadOnlyList<string> AxisNames => source.Columns ?? [.. Enumerable.Range(0, source.Dimension).Select(j => $"{j}")];

    /// <summary>What is known of the stream now, as it is saved.</summary>
    public SavedState Saved()
    {
        lock (gate)
            return new SavedState(state, source.CanDrift ? null : source.Columns);
    }

    /// <summary>Stops taking rows, or goes on.</summary>
    public void Pause(bool paused) => Change(() =>
    {
        (isPaused, pace) = (paused, new Pace(pace.Rate, scheduler.Now));
        return paused ? "paused" : "going on";
    });

    /// <summary>Takes so many rows a second from now on.</summary>
    /// <exception cref="ArgumentException">It is not a number above 0, or above <see cref="MostRows"/>.</exception>
    public void SetRate(double rate)
    {
        if (rate is not (> 0 and <= MostRows))
            throw new ArgumentException(FormattableString.Invariant($"The rate is {rate:R}: a number of rows a second above 0, {MostRows:N0} at most, was expected."));
        Change(() =>
        {
            pace = new Pace(rate, scheduler.Now);
            return FormattableString.Invariant($"rate {rate:#,0.###} rows a second");
        });
    }

    /// <summary>Lets the stream change at once.</summary>
    /// <exception cref="ArgumentException">The source is what it is.</exception>
    public void Drift()
    {
        if (!source.CanDrift)
            throw new ArgumentException($"The rows of {source.Name} are what they are: only the synthetic stream can be made to drift. Start without --source.");
        Change(() =>
        {
            source.Drift();
            return "the stream was made to jump";
        });
    }

    /// <summary>Goes on from the state reached with another memory.</summary>
    /// <exception cref="ArgumentException">The memory is none, or too short for the number of parameters.</exception>
    public void Remember(Remembering wanted) => Change(() =>
    {
        courses.OnNext(new Course(courses.Value.Options with { Memory = wanted.ToPolicy() }, state).Checked(source.Dimension));
        (remembering, fault, hasEnded) = (wanted, null, false);
        return $"memory: {wanted}";
    });

    /// <summary>Goes on from a state that was saved: with the row after its position, where the rows of the source can be had again.</summary>
    /// <exception cref="ArgumentException">The state does not suit the stream or the memory.</exception>
    public void Resume(SavedState saved) => Change(() =>
    {
        var course = courses.Value.Resume(saved).Checked(source.Dimension);
        (state, fault, hasEnded) = (saved.State, null, false);
        drawn.Clear();
        Journal.Begin(Now());
        source.GoOnAfter(saved.Position);
        courses.OnNext(course);
        return $"resumed from a state of {state.SamplesSeen:N0} samples";
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
            running.Dispose();
    }

    /// <summary>Takes the rows that are due, learns them, and shows what came of it.</summary>
    private void Advance()
    {
        var due = pace.Due(scheduler.Now);
        if (isPaused || hasEnded)
            return;
        var before = state;
        while (fault is null && due > 0 && source.Take(due) is { } batch)
        {
            due -= batch.Rows;
            drawn.Add(batch.Samples);
            batches.OnNext(batch);
        }

        hasEnded = source.HasEnded || fault is not null;
        fault ??= source.Fault;
        if (hasEnded)
            Journal.Tell(new Happening("stream", state.Position, fault is null ? "the stream has ended" : $"the stream has failed: {fault}"));
        if (hasEnded || !ReferenceEquals(state, before))
            Journal.Add(Now());
    }

    private void Change(Func<string> change)
    {
        lock (gate)
        {
            var what = change();
            Journal.Tell(new Happening("control", state.Position, what));
            Journal.Add(Now());
        }
    }

    private IObservable<OnlineState> Failed(Exception e)
    {
        fault = e.Message;
        return Observable.Empty<OnlineState>();
    }

    private Moment Now() => new(
        state,
        new Conditions(source.Name, hasEnded ? (fault is null ? "ended" : "failed") : isPaused ? "paused" : "running", fault, pace.Rate, remembering, source.CanDrift, source.BadRows),
        drawn.Take());
}
