namespace StreamGmm;

/// <summary>Gathers what a report tells of a fit, state by state: the log-likelihood of each, and few of the states of the best restart.</summary>
internal sealed class FitGathering(ReportOptions options)
{
    private readonly List<int> x = [];
    private readonly List<double> y = [];
    private readonly List<int> restarts = [];
    private Course? best;
    private Course? course;

    /// <summary>Takes the next state, of the same restart or the next one.</summary>
    public void Add(EmState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        Add(state.Restart, state.Iteration, state.LogLikelihood, state.Mixture, state);
    }

    /// <summary>Takes the next state as far as it is known: the first and the last one of a restart are measured.</summary>
    public void Add(int restart, int iteration, double logLikelihood, GaussianMixture mixture, EmState? measured)
    {
        if (course is null || course.Restart != restart)
        {
            best = Better(best, course);
            course = new Course(restart, StateLimits.Kept(mixture, options));
        }

        course.Add(Subject.State(mixture, iteration, logLikelihood, $"iteration {Text.Count(iteration)}"), measured);
        x.Add(iteration);
        y.Add(logLikelihood);
        restarts.Add(restart);
    }

    /// <summary>What was gathered; null where no state came.</summary>
    public Subject? ToSubject()
    {
        if (Better(best, course) is not { Last: { } last } shown)
            return null;
        var (trace, note) = FitSubject.Trace(x, y, restarts);
        return new Subject
        {
            Kind = "fit",
            Title = "Fit of a Gaussian mixture",
            Facts = FitSubject.Facts(last, restarts.Distinct().Count()),
            Notes = [.. FitSubject.Degenerate(last), .. note],
            States = [.. shown.Kept.Values()],
            StatesSeen = shown.Kept.Seen,
            Trace = trace with { Best = shown.Restart },
        };
    }

    private static Course? Better(Course? best, Course? other) =>
        best is null || (other is not null && other.Rank.CompareTo(best.Rank) > 0) ? other : best;

    /// <summary>One restart.</summary>
    private sealed class Course(int restart, int most)
    {
        public int Restart => restart;

        public EvenlySpread<DrawnState> Kept { get; } = new(most);

        /// <summary>The last state that was measured.</summary>
        public EmState? Last { get; private set; }

        /// <summary>A whole mixture before a degenerate one, then the higher log-likelihood.</summary>
        public (bool IsWhole, double LogLikelihood) Rank => (Last?.Status != EmStatus.Degenerate, Last?.LogLikelihood ?? double.NegativeInfinity);

        public void Add(DrawnState state, EmState? measured)
        {
            Last = measured ?? Last;
            Kept.Add(state);
        }
    }
}
