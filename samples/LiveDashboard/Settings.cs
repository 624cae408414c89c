using LiveDashboard.Fitting;
using StreamGmm;

namespace LiveDashboard;

/// <summary>What the fit begins with.</summary>
/// <param name="Rate">Rows a second.</param>
/// <param name="Remembering">How much of the past counts.</param>
/// <param name="Fewest">The fewest components.</param>
/// <param name="Most">The most components.</param>
/// <param name="Seed">The seed of the warm-up and of the synthetic stream.</param>
internal sealed record Settings(double Rate, Remembering Remembering, int Fewest, int Most, int Seed = 0)
{
    /// <summary>2,000 rows a second, which count half after 5,000, and up to eight components that come and go.</summary>
    public static Settings Default { get; } = new(2000, new Remembering(5000, Adaptive: true), 1, 8);

    /// <summary>Components to begin with, where their number is left open.</summary>
    private const int First = 3;

    /// <summary>How the stream is followed. Rows that cannot be learned are counted and passed over: a page that is watched should not end for one.</summary>
    public OnlineOptions Options => new(Math.Clamp(First, Fewest, Most))
    {
        Memory = Remembering.ToPolicy(),
        Structure = Fewest == Most ? new Structure.Fixed() : new Structure.Adapt(Fewest, Most),
        OnBadBatch = OnBadBatch.Skip,
        Seed = Seed,
        Threads = 1,
    };
}
