using System.Numerics.Tensors;

namespace StreamGmm;

/// <summary>How far the means found lie from the points that scatters were taken about, and the variances to compare that with, along each axis.</summary>
/// <remarks>Where components share a covariance both are what the axes before do not explain: however correlated the axes are, a shift across the narrowest direction is seen.</remarks>
internal sealed class MeanShifts
{
    private readonly int dimension;
    private readonly double[] shifts;
    private readonly double[] variances;
    private readonly bool isShared;

    /// <summary>The shifts of statistics whose scatters were taken about <paramref name="pivots"/>, K × D; of a shared variance so small a share counts for rounding.</summary>
    public MeanShifts(SufficientStatistics statistics, ReadOnlySpan<double> pivots, double rounding)
    {
        (dimension, isShared) = (statistics.Dimension, statistics.Layout.Scatter.IsShared);
        shifts = new double[pivots.Length];
        for (var k = 0; k < statistics.Components; k++)
            TensorPrimitives.Subtract(statistics.RelativeMean(k), pivots.Slice(k * dimension, dimension), shifts.AsSpan(k * dimension));
        variances = new double[isShared ? dimension : pivots.Length];
        if (isShared)
            Eliminate(statistics, rounding);
        for (var i = 0; i < variances.Length && !isShared; i++)
            variances[i] = statistics.Layout.Scatter.Along(statistics.ScatterOf(i / dimension), i % dimension) / statistics.Mass(i / dimension);
    }

    public double Shift(int component, int axis) => shifts[(component * dimension) + axis];

    public double Variance(int component, int axis) => variances[isShared ? axis : (component * dimension) + axis];

    /// <summary>Takes from each axis what those before explain of it. An axis that they explain but for rounding keeps that, and explains nothing.</summary>
    private void Eliminate(SufficientStatistics statistics, double rounding)
    {
        var covariance = new double[dimension * dimension];
        PackedTriangle.Unpack(statistics.ScatterOf(0), dimension, covariance);
        TensorPrimitives.Divide(covariance, statistics.TotalWeight, covariance);
        for (var j = 0; j < dimension; j++)
            variances[j] = rounding * covariance[(j * dimension) + j];
        for (var j = 0; j < dimension; j++)
        {
            var row = covariance.AsSpan(j * dimension, dimension);
            var isRounding = !(row[j] > variances[j]);
            variances[j] = Math.Max(row[j], variances[j]);
            if (isRounding)
                continue;
            for (var i = j + 1; i < dimension; i++)
                Subtract(row[i] / row[j], row[i..], covariance.AsSpan((i * dimension) + i));
            for (var k = 0; k < statistics.Components; k++)
                Subtract(Shift(k, j) / row[j], row[(j + 1)..], shifts.AsSpan((k * dimension) + j + 1));
        }

        static void Subtract(double factor, ReadOnlySpan<double> row, Span<double> from) => TensorPrimitives.MultiplyAdd(row, -factor, from[..row.Length], from);
    }
}
