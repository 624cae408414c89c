namespace StreamGmm;

/// <summary>How far a mixture q is from a mixture p: ∫ p ln p/q, the Kullback–Leibler divergence, which has no closed form.</summary>
public static class Divergence
{
    private const int Block = 4096;

    /// <summary>The bound is improved until a round gains less than this, in nats.</summary>
    private const double Gain = 1e-13;

    /// <summary>Components that overlap much are told apart slowly; each round is a bound already.</summary>
    private const int MostRounds = 10_000;

    /// <summary>The divergence by sampling: the mean of ln p − ln q over draws from p, in nats.</summary>
    /// <remarks>The truth is never below 0, so that a mean below 0 is told as 0. ∞, with an infinite error, where q vanishes at a draw.</remarks>
    /// <param name="mixture">p.</param>
    /// <param name="other">q, over the same features.</param>
    /// <param name="draws">How many draws, 2 or more.</param>
    /// <param name="seed">The same seed gives the same estimate.</param>
    /// <param name="threads">How many threads at most, 0 for all cores.</param>
    /// <param name="cancellationToken">Looked at before every tile.</param>
    /// <exception cref="ArgumentException">The mixtures have not the same number of features, or there are too few draws.</exception>
    public static Estimate KullbackLeibler(this GaussianMixture mixture, GaussianMixture other, int draws = 100_000, int seed = 0, int threads = 0, CancellationToken cancellationToken = default)
    {
        ComponentFactors.RequireSameDimension(mixture, other);
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 2);
        var ratios = new double[draws];
        for (var first = 0; first < draws; first += Block)
        {
            var samples = mixture.Sample(Math.Min(Block, draws - first), seed, first);
            var (one, two) = (mixture.LogDensity(samples, threads, cancellationToken), other.LogDensity(samples, threads, cancellationToken));
            for (var i = 0; i < samples.Count; i++)
                ratios[first + i] = one[i] - two[i];
        }

        var mean = ratios.Average();
        return double.IsInfinity(mean)
            ? new Estimate(mean, double.PositiveInfinity)
            : new Estimate(Math.Max(0, mean), Math.Sqrt(ratios.Sum(r => (r - mean) * (r - mean)) / (draws - 1.0) / draws));
    }

    /// <summary>The variational approximation of the divergence, in nats (Hershey and Olsen, 2007): quick and close, but no bound, and now and then below 0.</summary>
    /// <remarks>Σ_a π_a ln (Σ_a′ π_a′ exp(−KL(a‖a′)) / Σ_b ω_b exp(−KL(a‖b))). O((K² + K K′) D³); exact for single components.</remarks>
    /// <param name="mixture">p.</param>
    /// <param name="other">q, over the same features.</param>
    /// <exception cref="ArgumentException">The mixtures have not the same number of features.</exception>
    public static double KullbackLeiblerApproximation(this GaussianMixture mixture, GaussianMixture other)
    {
        ComponentFactors.RequireSameDimension(mixture, other);
        var (within, between) = (Closeness(mixture, mixture), Closeness(mixture, other));
        var sum = 0.0;
        for (var a = 0; a < mixture.Components; a++)
        {
            if (mixture.Weights[a] > 0)
                sum += mixture.Weights[a] * (LogSum.Exp(within.Row(a)) - LogSum.Exp(between.Row(a)));
        }

        return sum;
    }

    /// <summary>The variational upper bound of the divergence, in nats (Hershey and Olsen, 2007): 0 for equal mixtures, ∞ where a component of p is infinitely far from q.</summary>
    /// <remarks>
    /// Both mixtures are split into the same K K′ parts, φ of p and ψ of q, and the divergence of the parts, Σ φ (ln φ/ψ + KL(a‖b)),
    /// is made as small as can be by improving φ and ψ in turn; component against component where that is less. O(K K′ D³), and O(K K′) a round.
    /// </remarks>
    /// <param name="mixture">p.</param>
    /// <param name="other">q, over the same features.</param>
    /// <exception cref="ArgumentException">The mixtures have not the same number of features.</exception>
    public static double KullbackLeiblerUpperBound(this GaussianMixture mixture, GaussianMixture other)
    {
        ComponentFactors.RequireSameDimension(mixture, other);
        var (rows, columns) = (mixture.Components, other.Components);
        var far = ComponentPair.Divergences(mixture, other);
        var split = new double[rows * columns];
        for (var e = 0; e < split.Length; e++)
            split[e] = Math.Log(mixture.Weights[e / columns]) + Math.Log(other.Weights[e % columns]);

        var parts = new double[split.Length];
        var bound = Matched(mixture, other, far);
        var last = double.PositiveInfinity;
        for (var round = 0; round < MostRounds; round++)
        {
            var better = SplitFirst(mixture, far, split, parts);
            if (!(better < last - Gain))
                break;
            last = better;
            SplitSecond(other, parts, split);
        }

        return Math.Max(0, Math.Min(bound, last));
    }

    /// <summary>The bound for component against component, Σ_a π_a (ln π_a/ω_a + KL(a‖a′)); ∞ where their numbers differ.</summary>
    private static double Matched(GaussianMixture mixture, GaussianMixture other, RealMatrix far) => mixture.Components != other.Components
        ? double.PositiveInfinity
        : Enumerable.Range(0, mixture.Components).Where(a => mixture.Weights[a] > 0).Sum(a => mixture.Weights[a] * (Math.Log(mixture.Weights[a] / other.Weights[a]) + far[a, a]));

    /// <summary>φ_ab = π_a ψ_ab exp(−KL(a‖b)) / Σ_b …, and the bound Σ_a π_a (ln π_a − ln Σ_b ψ_ab exp(−KL(a‖b))), all in logarithms.</summary>
    private static double SplitFirst(GaussianMixture mixture, RealMatrix far, ReadOnlySpan<double> split, Span<double> parts)
    {
        var (bound, columns) = (0.0, far.Columns);
        for (var a = 0; a < far.Rows; a++)
        {
            var row = parts.Slice(a * columns, columns);
            if (mixture.Weights[a] == 0)
            {
                row.Fill(double.NegativeInfinity);
                continue;
            }

            for (var b = 0; b < columns; b++)
                row[b] = split[(a * columns) + b] - far[a, b];
            var (weight, sum) = (Math.Log(mixture.Weights[a]), LogSum.Normalize(row));
            if (double.IsNegativeInfinity(sum))
                return double.PositiveInfinity;
            bound += mixture.Weights[a] * (weight - sum);
            for (var b = 0; b < columns; b++)
                row[b] += weight;
        }

        return bound;
    }

    /// <summary>ψ_ab = ω_b φ_ab / Σ_a φ_ab, in logarithms; as before where no part of p falls on b.</summary>
    private static void SplitSecond(GaussianMixture other, ReadOnlySpan<double> parts, Span<double> split)
    {
        var columns = other.Components;
        var column = new double[parts.Length / columns];
        for (var b = 0; b < columns; b++)
        {
            for (var a = 0; a < column.Length; a++)
                column[a] = parts[(a * columns) + b];
            if (double.IsNegativeInfinity(LogSum.Normalize(column)))
                continue;
            for (var a = 0; a < column.Length; a++)
                split[(a * columns) + b] = Math.Log(other.Weights[b]) + column[a];
        }
    }

    /// <summary>ln ω_b − KL(a‖b), K × K′.</summary>
    private static RealMatrix Closeness(GaussianMixture mixture, GaussianMixture other)
    {
        var far = ComponentPair.Divergences(mixture, other);
        return RealMatrix.Create(far.Rows, far.Columns, values =>
        {
            for (var e = 0; e < values.Length; e++)
                values[e] = Math.Log(other.Weights[e % far.Columns]) - far.AsSpan()[e];
        });
    }
}
