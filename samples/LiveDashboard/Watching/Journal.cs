namespace LiveDashboard.Watching;

/// <summary>What was seen of a fit, as far back as viewers are shown. Nothing in it grows, and it knows no viewers: each takes what it has not seen yet when it is ready.</summary>
internal sealed class Journal(Moment first)
{
    /// <summary>The course of score and memory is kept for three minutes at ten moments a second.</summary>
    private const int MostPoints = 1800;

    /// <summary>The rows of the last two seconds are kept.</summary>
    private const int MostDrawn = 20;

    /// <summary>Alarms and the like.</summary>
    private const int MostHappenings = 200;

    private readonly Lock gate = new();
    private Guid id = Guid.NewGuid();
    private Moment latest = first;
    private Ring<Point> points = new(MostPoints);
    private Ring<double[]> rows = new(MostDrawn);
    private Ring<(long Number, Happening Happening)> happenings = new(MostHappenings);
    private TaskCompletionSource change = Next();

    /// <summary>Ends at the next change. To be asked for before <see cref="Since"/>, so that no change is missed between.</summary>
    public Task Changed
    {
        get
        {
            lock (gate)
                return change.Task;
        }
    }

    /// <summary>A new moment.</summary>
    public void Add(Moment moment)
    {
        TaskCompletionSource over;
        lock (gate)
        {
            latest = moment;
            points.Add(new Point(moment.State.Position, moment.State.Score, moment.State.Memory, moment.State.Current?.Components ?? 0));
            rows.Add(moment.Rows);
            (over, change) = (change, Next());
        }

        over.SetResult();
    }

    /// <summary>Something happened; it is told with the next moment.</summary>
    public void Tell(Happening happening)
    {
        lock (gate)
            happenings.Add((points.Last + 1, happening));
    }

    /// <summary>Begins anew: viewers are shown nothing of what was before.</summary>
    public void Begin(Moment moment)
    {
        lock (gate)
            (id, latest, points, rows, happenings) = (Guid.NewGuid(), moment, new(MostPoints), new(MostDrawn), new(MostHappenings));
    }

    /// <summary>The latest moment, with what a viewer has missed since it saw another; all that is kept for one that comes new, or was away for too long.</summary>
    public Excerpt Since(Place? seen)
    {
        lock (gate)
        {
            var goesOn = seen is { } place && place.Journal == id && place.Number >= points.Oldest - 1 && place.Number <= points.Last;
            var after = goesOn ? seen!.Value.Number : 0;
            return new Excerpt(
                new Place(id, points.Last),
                IsWhole: !goesOn,
                latest,
                points.After(after),
                rows.After(after),
                [.. happenings.After(0).Where(h => h.Number > after && h.Number <= points.Last).Select(h => h.Happening)]);
        }
    }

    private static TaskCompletionSource Next() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A point of the curves.</summary>
    /// <param name="Position">The position in the stream.</param>
    /// <param name="Score">The mean log-likelihood of the last rows; null while warming up.</param>
    /// <param name="Memory">The weight remembered.</param>
    /// <param name="Components">K; 0 while warming up.</param>
    internal readonly record struct Point(long Position, double? Score, double Memory, int Components);
}
