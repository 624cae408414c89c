using FsCheck;
using FsCheck.Fluent;

namespace StreamGmm.Core.Tests.Initialization;

/// <summary>Samples to part among centres, and centres to begin with: some of the samples, the same one more than once where it is drawn so.</summary>
public sealed record PartitionCase(int Dimension, int Components, int Rows, PartitionCase.Place Kind, bool AreFloats, bool IsWeighted, bool IsLabelled, int Seed)
{
    /// <summary>Where samples lie.</summary>
    public enum Place
    {
        /// <summary>Around a few points.</summary>
        Clouds,

        /// <summary>On a few points, many on each.</summary>
        Duplicates,

        /// <summary>On one point along most of the axes, or along all.</summary>
        Constant,

        /// <summary>A hundred million from zero.</summary>
        Far,

        /// <summary>On whole numbers from 0 to 3.</summary>
        Grid,
    }

    /// <summary>D from 1 to 40 and K from 1 to 50, all kinds.</summary>
    public static Arbitrary<PartitionCase> All => Arb.From(
        from dimension in Gen.Choose(1, 40)
        from components in Gen.Choose(1, 50)
        from rows in Gen.Choose(1, 900)
        from kind in Gen.Elements(Enum.GetValues<Place>())
        from areFloats in Gen.Elements(true, false)
        from isWeighted in Gen.Elements(true, false)
        from isLabelled in Gen.Elements(true, false, false)
        from seed in Generators.Seed
        select new PartitionCase(dimension, components, rows, kind, areFloats, isWeighted, isLabelled, seed),
        c => new[] { c with { Rows = c.Rows / 2 }, c with { Components = c.Components / 2 }, c with { Dimension = c.Dimension / 2 }, c with { AreFloats = false }, c with { IsWeighted = false }, c with { IsLabelled = false } }
            .Where(s => s != c && s.Rows > 0 && s.Components > 0 && s.Dimension > 0));

    public Samples Samples()
    {
        var draw = new Draw(Seed);
        var points = Enumerable.Range(0, 7).Select(_ => draw.Normals(Dimension, 3)).ToArray();
        double[] values = [.. Enumerable.Range(0, Rows).SelectMany(_ => Row(points[draw.Integer(points.Length)], draw))];
        var samples = AreFloats ? StreamGmm.Samples.From(values.Select(x => (float)x).ToArray(), Dimension) : StreamGmm.Samples.From(values, Dimension);
        if (IsWeighted)
            samples = samples.WithWeights(Enumerable.Range(0, Rows).Select(_ => draw.Chance(0.2) ? 0 : draw.Uniform(0.1, 3)).ToArray());
        return IsLabelled ? samples.WithLabels(Enumerable.Range(0, Rows).Select(_ => draw.Chance(0.3) ? draw.Integer(Components) : -1).ToArray()) : samples;
    }

    public RealMatrix Centers(Samples samples)
    {
        var draw = new Draw(Seed + 1);
        return RealMatrix.Create(Components, Dimension, values =>
        {
            for (var k = 0; k < Components; k++)
                samples.CopyRow(draw.Integer(Rows), values[(k * Dimension)..]);
        });
    }

    private IEnumerable<double> Row(double[] point, Draw draw) => Kind switch
    {
        Place.Clouds => point.Select(x => x + draw.Normal()),
        Place.Duplicates => point,
        Place.Constant => point.Select((x, j) => j >= Seed % 3 * Dimension / 4 ? 5.1 : x + draw.Normal()),
        Place.Far => point.Select(x => 1e8 + x + draw.Normal()),
        _ => point.Select(_ => (double)draw.Integer(4)),
    };
}
