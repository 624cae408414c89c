using MathNet.Numerics.LinearAlgebra.Double;

namespace StreamGmm.Core.Tests.Statistics;

public class SufficientStatisticsLaws
{
    [Fact]
    public void Zero_is_the_identity_of_addition() => Law.Holds(Generators.Statistics, c =>
    {
        Bits.Same(c.A, c.A + c.Zero);
        Bits.Same(c.A, c.Zero + c.A);
    });

    [Fact]
    public void Addition_commutes_bit_for_bit() => Law.Holds(Generators.Statistics, c => Bits.Same(c.A + c.B, c.B + c.A));

    [Fact]
    public void Addition_associates_to_rounding() => Law.Holds(Generators.Statistics, c => Same(1e-13, c.A + (c.B + c.C), c.A + c.B + c.C));

    [Fact]
    public void Scatters_stay_positive_semi_definite() => Law.Holds(Generators.Statistics, c =>
    {
        var sum = c.A + c.B + c.C;
        for (var k = 0; k < c.Components; k++)
        {
            var scatter = Dense(sum, k);
            Assert.True(scatter.Evd().EigenValues.Min(e => e.Real) >= -1e-14 * scatter.Trace());
        }
    });

    [Fact]
    public void Decay_multiplies_all_but_the_means() => Law.Holds(Generators.Statistics, c =>
    {
        var factor = c.Draw().Uniform(0.01, 2);
        var decayed = c.A.Decay(factor);
        Close.Relatively(1e-15, c.A.TotalWeight * factor, decayed.TotalWeight);
        Close.Relatively(1e-15, c.A.LogLikelihood * factor, decayed.LogLikelihood);
        for (var k = 0; k < c.Components; k++)
        {
            Assert.Equal(c.A.Mass(k) * factor, decayed.Mass(k));
            Bits.Same(c.A.RelativeMean(k), decayed.RelativeMean(k));
            Bits.Same(c.A.ScatterOf(k).ToArray().Select(x => x * factor).ToArray(), decayed.ScatterOf(k));
        }
    });

    [Fact]
    public void Decaying_twice_is_decaying_by_the_product() => Law.Holds(Generators.Statistics, c =>
    {
        var draw = c.Draw();
        var (first, second) = (draw.Uniform(0, 2), draw.Uniform(0, 2));
        var (expected, actual) = (c.A.Decay(first * second), c.A.Decay(first).Decay(second));
        var values = expected.Values.ToArray();
        Close.Elementwise(i => 2 * Math.ScaleB(1, -52) * Math.Abs(values[i]), values, actual.Values);
    });

    [Fact]
    public void Decay_by_a_power_of_two_distributes_over_addition_bit_for_bit() => Law.Holds(Generators.Statistics, c =>
    {
        var factor = Math.ScaleB(1, -c.Draw().Integer(20));
        Bits.Same((c.A + c.B).Decay(factor), c.A.Decay(factor) + c.B.Decay(factor));
    });

    [Fact]
    public void Moving_the_origin_moves_nothing_else() => Law.Holds(Generators.Statistics, c =>
    {
        var origin = RealVector.Create(c.Draw().Normals(c.Dimension, 5));
        var moved = c.A.About(origin);
        Assert.Equal(origin, moved.Origin);
        Assert.Equal((c.A.TotalWeight, c.A.LogLikelihood), (moved.TotalWeight, moved.LogLikelihood));
        for (var k = 0; k < c.Components; k++)
        {
            Assert.Equal(c.A.Mass(k), moved.Mass(k));
            Bits.Same(c.A.ScatterOf(k), moved.ScatterOf(k));
            for (var j = 0; j < c.Dimension && c.A.Mass(k) > 0; j++)
                Close.Absolutely(1e-13, c.A.Origin[j] + c.A.RelativeMean(k)[j], origin[j] + moved.RelativeMean(k)[j]);
        }
    });

    [Fact]
    public void What_is_copied_out_reads_back_to_the_same_bits() => Law.Holds(Generators.Statistics, c =>
    {
        var values = new double[c.A.Length];
        c.A.CopyTo(values);
        var read = SufficientStatistics.Read(c.Shape, c.Components, c.A.Origin, values);
        Bits.Same(c.A, read);
        Assert.Equal(c.A, read);
        Assert.Equal(c.A.GetHashCode(), read.GetHashCode());
    });

    /// <summary>Masses and sums to a share of themselves, means to that share of the spread of the data, scatters to that share of √(C_jj C_ll).</summary>
    internal static void Same(double tolerance, SufficientStatistics expected, SufficientStatistics actual)
    {
        Close.Relatively(tolerance, expected.TotalWeight, actual.TotalWeight);
        Close.Relatively(tolerance, expected.LogLikelihood, actual.LogLikelihood);
        var spread = expected.TotalVariances();
        for (var k = 0; k < expected.Components; k++)
        {
            Close.Absolutely(tolerance * expected.TotalWeight, expected.Mass(k), actual.Mass(k), "mass");
            if (expected.Mass(k) > 0)
                Close.Elementwise(j => tolerance * Math.Sqrt(spread[j]), expected.RelativeMean(k), actual.RelativeMean(k), $"mean of component {k}, axis");
            var (c, other) = (Dense(expected, k), Dense(actual, k));
            for (var j = 0; j < c.RowCount; j++)
            {
                for (var l = 0; l <= j; l++)
                    Close.Absolutely(tolerance * Math.Sqrt(c[j, j] * c[l, l]), c[j, l], other[j, l], $"scatter of component {k} at ({j}, {l})");
            }
        }
    }

    /// <summary>A scatter as a matrix; of a sphere 1 × 1.</summary>
    private static DenseMatrix Dense(SufficientStatistics statistics, int component)
    {
        var c = statistics.ScatterOf(component);
        if (statistics.Shape == CovarianceShape.Diagonal || statistics.Shape == CovarianceShape.Spherical)
            return DenseMatrix.OfDiagonalArray(c.ToArray());
        var full = new double[statistics.Dimension * statistics.Dimension];
        PackedTriangle.Unpack(c, statistics.Dimension, full);
        return new DenseMatrix(statistics.Dimension, statistics.Dimension, full);
    }
}
