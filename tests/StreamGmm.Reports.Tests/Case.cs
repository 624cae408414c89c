using FsCheck;
using FsCheck.Fluent;

namespace StreamGmm.Reports.Tests;

/// <summary>Samples of any size, shift and scale with a mixture about them; values follow from a seed.</summary>
internal sealed record Case(int Rows, int Dimension, int Components, double Shift, double Scale, bool IsWeighted, bool IsMissing, bool HasConstant, bool AreFloats, int Seed)
{
    public static Arbitrary<Case> Any => (
        from rows in Gen.Choose(1, 80)
        from dimension in Gen.Choose(1, 6)
        from components in Gen.Choose(1, 4)
        from shift in Gen.Elements(0, 1, -1e8, 1e12)
        from scale in Gen.Elements(1e-130, 1e-6, 1, 1e6, 1e130)
        from flags in Gen.Choose(0, 15)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select new Case(rows, dimension, components, scale is 1e-130 ? 0 : shift, scale, (flags & 1) > 0, (flags & 2) > 0, (flags & 4) > 0, (flags & 8) > 0 && Math.Abs(Math.Log10(scale)) < 10, seed)).ToArbitrary();

    /// <summary>n × D, the first row always complete and of weight 1.</summary>
    public Samples Samples()
    {
        var random = new Random(Seed);
        var values = new double[Rows * Dimension];
        for (var i = 0; i < values.Length; i++)
        {
            var constant = HasConstant && i % Dimension == Dimension - 1;
            values[i] = Scale * (Shift + (constant ? 0.5 : Normal(random)));
            if (IsMissing && i >= Dimension && random.NextDouble() < 0.1)
                values[i] = double.NaN;
        }

        var samples = AreFloats
            ? StreamGmm.Samples.From(Array.ConvertAll(values, x => (float)x), Dimension, MissingValues.Marginalize)
            : StreamGmm.Samples.From(values, Dimension, MissingValues.Marginalize);
        return IsWeighted ? samples.WithWeights(Enumerable.Range(0, Rows).Select(i => i == 0 ? 1 : (double)random.Next(0, 3)).ToArray()) : samples;
    }

    /// <summary>K components of full covariances.</summary>
    public GaussianMixture Mixture()
    {
        var random = new Random(Seed + 1);
        return new GaussianMixture(
            RealVector.Create([.. Enumerable.Repeat(1.0 / Components, Components)]),
            RealMatrix.Create(Components, Dimension, means =>
            {
                foreach (ref var mean in means)
                    mean = Scale * (Shift + (2 * Normal(random)));
            }),
            new Covariances.Full(Enumerable.Range(0, Components).Select(_ => Covariance(random))));
    }

    private RealMatrix Covariance(Random random)
    {
        var factor = Enumerable.Range(0, Dimension).Select(_ => Enumerable.Range(0, Dimension).Select(_ => 0.3 * Normal(random)).ToArray()).ToArray();
        return RealMatrix.Create(Dimension, Dimension, values =>
        {
            for (var i = 0; i < values.Length; i++)
            {
                var (j, l) = (i / Dimension, i % Dimension);
                values[i] = Scale * Scale * ((j == l ? 0.5 : 0) + factor[j].Zip(factor[l], (a, b) => a * b).Sum());
            }
        });
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
