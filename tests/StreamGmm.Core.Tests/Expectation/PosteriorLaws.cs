namespace StreamGmm.Core.Tests.Expectation;

public class PosteriorLaws
{
    private static readonly double Epsilon = Math.ScaleB(1, -52);

    [Fact]
    public void Responsibilities_are_not_negative_and_sum_to_1_near_and_far() => Law.Holds(p =>
    {
        var responsibilities = p.Start().Responsibilities(NearAndFar(p));
        for (var i = 0; i < responsibilities.Rows; i++)
        {
            var row = responsibilities.Row(i).ToArray();
            Assert.All(row, r => Assert.True(r >= 0));
            Close.Absolutely(4 * p.Components * Epsilon, 1, row.Sum(), $"sum of row {i}");
        }
    });

    [Fact]
    public void Log_densities_are_finite_as_long_as_the_squared_distance_is_a_number() => Law.Holds(p =>
        Assert.All(p.Start().LogDensity(NearAndFar(p)), value => Assert.True(double.IsFinite(value))));

    [Fact]
    public void Where_the_squared_distance_overflows_the_density_is_0_and_one_component_takes_all() => Law.Holds(p =>
    {
        var draw = p.Draw();
        var mixture = Tiny(p);
        var points = Samples.From([.. Enumerable.Range(0, 5).Select(_ => draw.Normals(p.Dimension).Select(z => 9e149 * Math.Clamp(z + Math.Sign(z), -1, 1)).ToArray())]);
        Assert.All(mixture.LogDensity(points), value => Assert.Equal(double.NegativeInfinity, value));
        Assert.All(mixture.Responsibilities(points), row => Assert.Equal(1, Assert.Single(row, r => r != 0)));
        Assert.Equal(mixture.Assign(points), mixture.Responsibilities(points).Select(row => row.ToList().IndexOf(1)));
    });

    [Fact]
    public void One_point_is_told_the_same_as_many() => Law.Holds(p =>
    {
        var (mixture, samples) = (p.Start(), p.Samples());
        var (densities, responsibilities, labels) = (mixture.LogDensity(samples), mixture.Responsibilities(samples), mixture.Assign(samples));
        var point = new double[p.Dimension];
        for (var i = 0; i < samples.Count; i += 7)
        {
            samples.CopyRow(i, point);
            Close.Relatively(1e-14, densities[i], mixture.LogDensity(point));
            Close.Absolutely(1e-14, responsibilities.Row(i), mixture.Responsibilities(point).AsSpan());
            if (responsibilities.Row(i).ToArray().Count(r => r > 0.4) == 1)
                Assert.Equal(labels[i], mixture.Assign(point));
        }
    });

    [Fact]
    public void Weights_and_labels_of_the_samples_play_no_part() => Law.Holds(p =>
    {
        var mixture = p.Start();
        var (plain, dressed) = (Samples.From(p.Values()), (p with { IsWeighted = true, IsLabelled = true }).Samples());
        Assert.Equal(mixture.LogDensity(plain), mixture.LogDensity(dressed));
        Assert.Equal(mixture.Responsibilities(plain), mixture.Responsibilities(dressed));
        Assert.Equal(mixture.Assign(plain), mixture.Assign(dressed));
    });

    /// <summary>The samples of the problem, and points 1e6 and 1e100 away.</summary>
    private static Samples NearAndFar(Problem p)
    {
        var draw = p.Draw();
        return Samples.From([.. p.Values(), .. new[] { 1e6, 1e12, 1e100 }.SelectMany(far => Enumerable.Range(0, 10).Select(_ => draw.Normals(p.Dimension, far)))]);
    }

    /// <summary>The start with standard deviations of about 1e-10.</summary>
    private static GaussianMixture Tiny(Problem p)
    {
        var start = p.Start();
        return new GaussianMixture(start.Weights, start.Means, start.Covariances switch
        {
            Covariances.Full full => new Covariances.Full(full.Matrices.Select(Smaller)),
            Covariances.Tied tied => new Covariances.Tied(Smaller(tied.Matrix)),
            Covariances.Diagonal diagonal => new Covariances.Diagonal(Smaller(diagonal.Variances)),
            Covariances.Spherical spherical => new Covariances.Spherical(RealVector.Create([.. spherical.Variances.Select(v => 1e-20 * v)])),
            Covariances.LowRank lowRank => LowRanks.Scaled(lowRank, 1e-10),
            _ => throw new InvalidOperationException(),
        });

        static RealMatrix Smaller(RealMatrix matrix) => RealMatrix.Create(matrix.Rows, matrix.Columns, [.. matrix.AsSpan().ToArray().Select(v => 1e-20 * v)]);
    }
}
