using System.Reactive.Linq;

namespace StreamGmm.BrowserTests;

/// <summary>What the reports under test are made of.</summary>
internal static class ReportExamples
{
    /// <summary>Two equal round components: what separates them is the line x = 0.</summary>
    public static GaussianMixture Symmetric { get; } = new([0.5, 0.5], [[-2, 0], [2, 0]], new Covariances.Spherical([1, 1]));

    /// <summary>Three components of three features that are all different.</summary>
    public static GaussianMixture Three { get; } = new(
        [0.5, 0.3, 0.2],
        [[0, 10, -5], [6, 0, 5], [-6, 20, 0]],
        new Covariances.Full(
        [
            RealMatrix.Create([[1, 0.5, 0], [0.5, 4, 0.3], [0, 0.3, 2]]),
            RealMatrix.Create([[2, -0.6, 0.2], [-0.6, 1, 0], [0.2, 0, 1]]),
            RealMatrix.Create([[1, 0, 0.4], [0, 2, 0], [0.4, 0, 3]]),
        ]));

    /// <summary>2,000 samples of <see cref="Three"/>, and one far from all.</summary>
    public static Samples Drawn { get; } = Samples.From([.. Three.Sample(2_000, seed: 4).Select(row => row.ToArray()), [30.0, 40, 30]]);

    public static ReportOptions Named { get; } = new() { Title = "Three of three", Columns = ["width", "height", "depth"] };

    /// <summary>A fit from a bad start, state after state.</summary>
    public static IReadOnlyList<EmState> States { get; } =
        [.. FitSequence.States(Drawn, new FitOptions(3) { Seeding = new Seeding.RandomSamples(), Seed = 5, Em = new EmOptions { MaxIterations = 12 } })];

    public static Report Fit { get; } = Report.Of(States, Drawn, Named);

    public static IReadOnlyList<Candidate> Candidates { get; } =
        [.. Gmm.Select(Three.Sample(500, seed: 6), new SelectionOptions(Enumerable.Range(1, 5))).ToEnumerable()];

    public static Report Selection { get; } = Report.Of(Candidates, Drawn, Named);

    /// <summary>A stream that jumps in the middle.</summary>
    public static IReadOnlyList<OnlineState> Course { get; } = Follow();

    public static Report Stream { get; } = Report.Of(Course, Symmetric.Sample(300, seed: 9), new ReportOptions { Title = "A jump" });

    private static List<OnlineState> Follow()
    {
        const int jump = 8_000;
        var after = new GaussianMixture([0.5, 0.5], [[-2, 6], [4, 7]], new Covariances.Spherical([1, 1]));
        var (old, @new) = (Symmetric.Sample(jump, seed: 7), after.Sample(jump, seed: 8));
        return [.. Observable.Range(0, 2 * jump)
            .ToSamples(dimension: 2, (i, row) => (i < jump ? old : @new).CopyRow(i % jump, row), count: 100)
            .FollowMixture(new OnlineOptions(components: 2))
            .ToEnumerable()];
    }
}
