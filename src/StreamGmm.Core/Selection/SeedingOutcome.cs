namespace StreamGmm;

/// <summary>What became of all starts of one seeding.</summary>
public sealed class SeedingOutcome
{
    internal SeedingOutcome(Seeding seeding, IEnumerable<StartOutcome> starts, double best, double within)
    {
        Seeding = seeding;
        Starts = [.. starts];
        LogLikelihoods = RealVector.Create([.. Starts.Select(start => start.After)]);
        Reached = Starts.Count(start => start.Status != EmStatus.Degenerate && start.After >= best - within);
    }

    /// <summary>How the starts were found.</summary>
    public Seeding Seeding { get; }

    /// <summary>The starts, in the order of their numbers.</summary>
    public IReadOnlyList<StartOutcome> Starts { get; }

    /// <summary>The final mean log-likelihoods of all starts, in nats per unit of weight: what a histogram shows.</summary>
    public RealVector LogLikelihoods { get; }

    /// <summary>How many starts led to the best fit of all seedings, or as near to its mean log-likelihood as the comparison counts; degenerate fits do not.</summary>
    public int Reached { get; }

    /// <summary>One line: "SmallEm: the best was reached by 28 of 30".</summary>
    public override string ToString() => $"{Seeding.GetType().Name}: the best was reached by {Reached} of {Starts.Count}";
}
