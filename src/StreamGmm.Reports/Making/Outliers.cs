namespace StreamGmm;

/// <summary>The complete rows of positive weight that a mixture hardly gives.</summary>
internal sealed class Outliers
{
    /// <summary>Draws that the threshold is found by: with 1e-3 a hundred lie below it.</summary>
    private const int MostDraws = 100_000;

    /// <summary>At least ten below it, however many features.</summary>
    private const int FewestDraws = 10_000;

    /// <summary>Numbers of all draws: 32 MB.</summary>
    private const int MostNumbers = 4_000_000;

    private readonly int[] rows;

    private Outliers(int[] rows) => this.rows = rows;

    /// <summary>The number of them.</summary>
    public int Count => rows.Length;

    /// <summary>The outliers among samples.</summary>
    /// <param name="mixture">The final mixture, of all D features.</param>
    /// <param name="rows">The samples.</param>
    /// <param name="probability">How often the mixture itself gives densities as low at most.</param>
    /// <param name="seed">The seed of the mixture's draws.</param>
    public static Outliers Of(GaussianMixture mixture, CompleteRows rows, double probability, int seed)
    {
        var row = new double[mixture.Dimension];
        return new Outliers([.. Threshold(mixture, probability, seed).Outliers(rows.Samples).Where(i => rows.TryRead(i, row, out _))]);
    }

    /// <summary>Whether a row is one of them.</summary>
    public bool Contains(int row) => Array.BinarySearch(rows, row) >= 0;

    /// <summary>The density that draws from the mixture fall below with the given probability.</summary>
    private static DensityThreshold Threshold(GaussianMixture mixture, double probability, int seed)
    {
        if (probability == 0)
            return new DensityThreshold(mixture, double.NegativeInfinity);
        var draws = Math.Clamp(MostNumbers / mixture.Dimension, FewestDraws, MostDraws);
        return DensityThreshold.FromQuantile(mixture, mixture.Sample(draws, seed), probability);
    }
}
