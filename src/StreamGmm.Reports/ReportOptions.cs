namespace StreamGmm;

/// <summary>What a report is called, and how much of a long fit and of many samples it draws.</summary>
/// <remarks>With the defaults a page stays below 3 MB, however many samples, features and states there are.</remarks>
public sealed record ReportOptions
{
    /// <summary>The heading; null for one that says what is shown.</summary>
    public string? Title { get; init; }

    /// <summary>The names of the D features; null for x0, x1, and so on.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>The two features first shown against each other, numbered from 0; null for the first two drawn.</summary>
    public (int X, int Y)? Axes { get; init; }

    /// <summary>The most samples that are drawn, 20,000 by default: more are thinned, and the page says so. Histograms are of all samples.</summary>
    public int MostSamples
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(MostSamples), value, "At least one sample is drawn.");
    } = 20_000;

    /// <summary>The most states that are replayed, 200 by default: of more the first, the last and evenly spread ones between are kept. Curves are of all states.</summary>
    public int MostStates
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(MostStates), value, "At least one state is shown.");
    } = 200;

    /// <summary>A sample is marked as an outlier where the mixture gives densities as low as its own with at most this probability; 1e-3 by default, 0 for samples of density 0 only.</summary>
    /// <remarks>The density is found by draws from the mixture, 100,000 of up to 40 features and 10,000 at least: a probability below one of them marks what is below them all.</remarks>
    public double OutlierProbability
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(OutlierProbability), value, "A probability lies from 0 to 1.");
    } = 1e-3;

    /// <summary>What decides which samples are drawn of many: the same seed draws the same.</summary>
    public int Seed { get; init; }
}
