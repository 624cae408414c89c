using System.Collections.Immutable;
using System.Numerics.Tensors;

namespace StreamGmm;

/// <summary>The last states of a fit in one chart, and how the plain step, which is the gradient of the log-likelihood, changed from each to the next.</summary>
internal sealed record Secants
{
    /// <summary>More pairs of states than this tell nothing new.</summary>
    private const int MostPairs = 10;

    /// <summary>A curvature that is less than this part of what its lengths allow is rounding.</summary>
    private const double SmallestCosine = 1e-8;

    public Secants(Chart chart, double[] x, double[] plain) => (Chart, X, Plain, F, Pairs) = (chart, x, plain, Difference(plain, x), []);

    /// <summary>What the coordinates are in.</summary>
    public Chart Chart { get; }

    /// <summary>The last state.</summary>
    public double[] X { get; private init; }

    /// <summary>Where its plain step leads.</summary>
    public double[] Plain { get; private init; }

    /// <summary>f: that step.</summary>
    public double[] F { get; private init; }

    /// <summary>What is known of the curvature, oldest first.</summary>
    public ImmutableArray<Pair> Pairs { get; private init; }

    /// <summary>With one more state.</summary>
    public Secants Add(double[] x, double[] plain)
    {
        var f = Difference(plain, x);
        var pair = new Pair(Difference(x, X), Difference(F, f));
        return this with
        {
            X = x,
            Plain = plain,
            F = f,
            Pairs = pair.Curvature > SmallestCosine * Math.Sqrt(pair.Square) * InnerProduct.Norm(pair.Y) ? [.. Pairs.Skip(Pairs.Length + 1 - MostPairs), pair] : Pairs,
        };
    }

    /// <summary>H f: the quasi-Newton step from the last state, where H begins with the EM step (L-BFGS; Nocedal, 1980; for EM Lange, 1995).</summary>
    /// <param name="slowness">How much further than a plain step the end is along the slowest direction seen.</param>
    public double[] Step(out double slowness)
    {
        slowness = 1;
        var step = F.AsSpan().ToArray();
        Span<double> shares = stackalloc double[MostPairs];
        for (var j = Pairs.Length - 1; j >= 0; j--)
        {
            var pair = Pairs[j];
            slowness = Math.Max(slowness, pair.Square / pair.Curvature);
            shares[j] = InnerProduct.Of(pair.S, step) / pair.Curvature;
            TensorPrimitives.MultiplyAdd(pair.Y, -shares[j], step, step);
        }

        for (var j = 0; j < Pairs.Length; j++)
        {
            var pair = Pairs[j];
            TensorPrimitives.MultiplyAdd(pair.S, shares[j] - (InnerProduct.Of(pair.Y, step) / pair.Curvature), step, step);
        }

        return step;
    }

    private static double[] Difference(double[] x, double[] y)
    {
        var difference = new double[x.Length];
        TensorPrimitives.Subtract(x, y, difference);
        return difference;
    }

    /// <summary>From one state to the next: the way s, and the change −y of the plain step.</summary>
    public sealed record Pair(double[] S, double[] Y)
    {
        /// <summary>s · y.</summary>
        public double Curvature { get; } = InnerProduct.Of(S, Y);

        /// <summary>s · s.</summary>
        public double Square { get; } = InnerProduct.Of(S, S);
    }
}
