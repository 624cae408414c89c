namespace StreamGmm.Benchmarks.Peers;

/// <summary>One line of the table: a problem, and how many iterations of it are timed.</summary>
/// <param name="Number">From 1, as lines are asked for.</param>
/// <param name="Count">n.</param>
/// <param name="Dimension">D.</param>
/// <param name="Components">K.</param>
/// <param name="Shape">Full or diagonal.</param>
/// <param name="Iterations">The iterations of a run.</param>
/// <param name="Ridge">What is added to the variances.</param>
internal sealed record Line(int Number, int Count, int Dimension, int Components, CovarianceShape Shape, int Iterations = 5, double Ridge = 0)
{
    /// <summary>The images of digits on their main axes: fewer samples a component than axes.</summary>
    private const int Digits = 7;

    public static IReadOnlyList<Line> All { get; } =
    [
        new(1, 1_000_000, 2, 3, CovarianceShape.Full),
        new(2, 1_000_000, 1, 3, CovarianceShape.Full),
        new(3, 200_000, 8, 10, CovarianceShape.Full),
        new(4, 100_000, 16, 20, CovarianceShape.Full),
        new(5, 50_000, 64, 20, CovarianceShape.Full, 3),
        new(6, 20_000, 128, 10, CovarianceShape.Full, 3),
        new(Digits, 1_797, 41, 70, CovarianceShape.Full, Ridge: 1e-6),
        new(8, 100_000, 2, 100, CovarianceShape.Full),
        new(9, 500_000, 32, 32, CovarianceShape.Diagonal),
        new(10, 100_000, 16, 20, CovarianceShape.Diagonal),
    ];

    /// <summary>The samples and the start; neighbours are so many standard deviations apart, but for the digits.</summary>
    public Problem Problem(double separation = 1) => Number == Digits
        ? Benchmarks.Problem.Of(DigitSamples(), Components, Shape)
        : Benchmarks.Problem.Of(Count, Dimension, Components, Shape, separation);

    public override string ToString() => $"{Count:N0} × {Dimension} × {Components}{(Shape == CovarianceShape.Full ? "" : $", {Shape}")}";

    private Samples DigitSamples() => DataFile.Read(
        Path.Combine(AppContext.BaseDirectory, "digits_pca99w.csv.gz"),
        new ReadOptions { Columns = [.. Enumerable.Range(0, Dimension).Select(j => $"c{j}")] }).Samples;
}
