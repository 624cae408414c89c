namespace StreamGmm.Core.Tests;

/// <summary>A fit to be done: samples from a mixture whose components overlap somewhat, and a mixture to start from that is not far off.</summary>
internal sealed record Problem(CovarianceShape Kind, int Dimension, int Components, int RowsAParameter, bool IsWeighted, bool IsLabelled, int Seed)
{
    /// <summary>The shape; of low rank, the largest rank that so many features allow, and full where they allow none.</summary>
    public CovarianceShape Shape => Kind.Rank < Dimension ? Kind : Dimension > 1 ? CovarianceShape.LowRank(Dimension - 1) : CovarianceShape.Full;

    /// <summary>n: enough that no component runs out of samples, and that its covariance is well conditioned.</summary>
    private int Rows => Components * (Dimension + 2) * RowsAParameter;

    /// <summary>Random numbers for what a law needs besides.</summary>
    public Draw Draw() => new(Seed ^ 0x5EED);

    public double[][] Values()
    {
        var draw = new Draw(Seed);
        var centres = Centres();
        var factors = Enumerable.Range(0, Components).Select(_ => draw.Factor(Dimension)).ToArray();
        return [.. Enumerable.Range(0, Rows).Select(i =>
        {
            var (centre, factor, z) = (centres[i % Components], factors[i % Components], draw.Normals(Dimension));
            return Enumerable.Range(0, Dimension).Select(j => centre[j] + Enumerable.Range(0, j + 1).Sum(l => factor[j, l] * z[l])).ToArray();
        })];
    }

    public Samples Samples() => Like(StreamGmm.Samples.From(Values()));

    /// <summary>The weights and labels of this problem on other values.</summary>
    public Samples Like(Samples samples)
    {
        if (IsWeighted)
            samples = samples.WithWeights(Weights());
        return IsLabelled ? samples.WithLabels(Labels()) : samples;
    }

    /// <summary>A tenth of them 0.</summary>
    public double[] Weights()
    {
        var draw = new Draw(Seed + 1);
        return [.. Enumerable.Range(0, Rows).Select(_ => draw.Chance(0.1) ? 0 : draw.Uniform(0.2, 3))];
    }

    /// <summary>A tenth of the rows belong to the component they were drawn from.</summary>
    public int[] Labels()
    {
        var draw = new Draw(Seed + 2);
        return [.. Enumerable.Range(0, Rows).Select(i => draw.Chance(0.1) ? i % Components : -1)];
    }

    public GaussianMixture Start() => Start(Shape, draw => draw.Covariances(Shape, Components, Dimension));

    /// <summary>A start with one and the same variance everywhere, which every shape can have.</summary>
    public GaussianMixture PlainStart(CovarianceShape shape)
    {
        var identity = RealMatrix.Create(Dimension, Dimension, matrix =>
        {
            for (var j = 0; j < Dimension; j++)
                matrix[(j * Dimension) + j] = 1;
        });
        return Start(shape, draw =>
            shape.Rank > 0 ? draw.LowRank(shape.Rank, Components, Dimension, _ => 1)
            : shape == CovarianceShape.Full ? new Covariances.Full(Enumerable.Repeat(identity, Components))
            : shape == CovarianceShape.Tied ? new Covariances.Tied(identity)
            : shape == CovarianceShape.Diagonal ? new Covariances.Diagonal(RealMatrix.Create(Components, Dimension, v => v.Fill(1)))
            : new Covariances.Spherical(RealVector.Create(Components, v => v.Fill(1))));
    }

    private GaussianMixture Start(CovarianceShape shape, Func<Draw, Covariances> covariances)
    {
        Assert.Contains(shape.Rank > 0 ? CovarianceShape.LowRank(1) : shape, Generators.Shapes);
        var draw = new Draw(Seed + 3);
        var means = Centres().Select(centre => RealVector.Create([.. centre.Select(c => c + (0.5 * draw.Normal()))])).ToArray();
        return new GaussianMixture(draw.Weights(Components), RealMatrix.Create(means), covariances(draw));
    }

    /// <summary>About 5 standard deviations from one another, whatever D is.</summary>
    private double[][] Centres()
    {
        var draw = new Draw(Seed + 4);
        return [.. Enumerable.Range(0, Components).Select(_ => draw.Normals(Dimension, 5 / Math.Sqrt(2 * Dimension)))];
    }
}
