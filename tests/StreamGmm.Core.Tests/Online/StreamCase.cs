using FsCheck;
using FsCheck.Fluent;

namespace StreamGmm.Core.Tests.Online;

/// <summary>A stream of legal batches, some of them awkward, and options to follow it with.</summary>
internal sealed record StreamCase(CovarianceShape Shape, int Dimension, int Components, int Policy, bool IsGiven, int Batches, int Seed)
{
    public static Arbitrary<StreamCase> Any => Arb.From(
        from kind in Gen.Elements(Generators.Shapes)
        from dimension in Gen.Choose(1, 12)
        from shape in Generators.Ranked(kind, dimension)
        from components in Gen.Choose(1, 4)
        from policy in Gen.Choose(0, 6)
        from isGiven in Gen.Elements(true, false)
        from batches in Gen.Choose(5, 40)
        from seed in Generators.Seed
        select new StreamCase(shape, dimension, components, policy, isGiven, batches, seed),
        c => new[] { 1, c.Dimension / 2 }.Where(d => d > c.Shape.Rank && d < c.Dimension).Select(d => c with { Dimension = d })
            .Concat(new[] { 1, c.Batches / 2, c.Batches - 1 }.Where(b => b >= 1 && b < c.Batches).Select(b => c with { Batches = b }))
            .Concat(c.Components > 1 ? [c with { Components = c.Components - 1 }] : []));

    public OnlineOptions Options
    {
        get
        {
            var parameters = Start.ParameterCount;
            return new OnlineOptions(Components)
            {
                Shape = Shape,
                Seed = Seed % 100,
                Structure = Adapts ? new Structure.Adapt(1, Components + 2) : new Structure.Fixed(),
                Memory = Policy switch
                {
                    0 => new MemoryPolicy.Exact(),
                    1 => new MemoryPolicy.Decreasing(),
                    2 => new MemoryPolicy.HalfLife(2 * parameters),
                    3 => new MemoryPolicy.Window(2 * parameters),
                    4 => new MemoryPolicy.Adaptive(new MemoryPolicy.HalfLife(2 * parameters)),
                    _ => new MemoryPolicy.Adaptive(),
                },
            };
        }
    }

    private bool Adapts => Policy == 6;

    public GaussianMixture Start => new Problem(Shape, Dimension, Components, 6, false, false, Seed).Start();

    public OnlineState First => IsGiven ? OnlineEm.Start(Start, Options) : OnlineEm.Start(Options);

    /// <summary>Batches of 1 to 400 rows: samples, copies of one row, a constant column, far away, tiny, with weights, with labels.</summary>
    public IEnumerable<Samples> Stream()
    {
        var draw = new Draw(Seed);
        var truth = Start;
        for (var b = 0; b < Batches; b++)
        {
            var count = draw.Chance(0.3) ? 1 : draw.Chance(0.3) ? 1 + draw.Integer(400) : 1 + draw.Integer(60);
            var (kind, column) = (draw.Integer(6), draw.Integer(Dimension));
            var drawn = truth.Sample(count, Seed ^ b);
            double[][] rows = [.. Enumerable.Range(0, count).Select(i =>
            {
                var row = new double[Dimension];
                drawn.CopyRow(kind == 1 ? 0 : i, row);
                if (kind == 2)
                    row[column] = 1.0 / 3;
                return kind == 3 ? [.. row.Select(x => (x * 1e3) + 1e6)] : kind == 4 ? [.. row.Select(x => x * 1e-9)] : row;
            })];
            var samples = Samples.From(rows);
            if (draw.Chance(0.3))
                samples = samples.WithWeights(Enumerable.Range(0, count).Select(_ => draw.Chance(0.2) ? 0 : draw.Uniform(0, 3)).ToArray());
            if (!Adapts && draw.Chance(0.3))
                samples = samples.WithLabels(Enumerable.Range(0, count).Select(_ => draw.Integer(Components + 1) - 1).ToArray());
            yield return samples;
        }
    }
}
