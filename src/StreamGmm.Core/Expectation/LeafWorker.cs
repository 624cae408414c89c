using System.Buffers;
using System.Numerics.Tensors;

namespace StreamGmm;

/// <summary>What one thread folds the tiles of a leaf with: sums in doubles, or in floats and those of the tiles that lie outside their range in doubles; and those of incomplete rows apart.</summary>
internal sealed class LeafWorker(StatisticsLayout layout, double[] pivots, int tileRows, FloatRange? range, IncompleteStatistics? incomplete) : IDisposable
{
    private readonly LeafStatistics<float>? floats = range is null ? null : LeafStatistics<float>.Rent(layout, pivots, tileRows);
    private LeafStatistics<double>? doubles;
    private bool hasFloats;
    private bool hasDoubles;

    /// <summary>Begins a leaf.</summary>
    public void Clear()
    {
        floats?.Clear();
        incomplete?.Clear();
        (hasFloats, hasDoubles) = (false, false);
    }

    /// <summary>Adds some rows, and writes ln p of each where there is room for it.</summary>
    public void Add(GaussianMixture mixture, Samples samples, int start, int rows, ReadOnlySpan<double> origin, Span<double> logDensities)
    {
        AddComplete(mixture, samples, start, rows, origin, logDensities);
        incomplete?.Add(samples, start, rows, origin, logDensities);
    }

    /// <summary>The statistics of the leaf, in an array of the shared pool.</summary>
    public double[] ToStatistics()
    {
        var result = ArrayPool<double>.Shared.Rent(layout.Length);
        if (hasFloats)
            floats!.WriteTo(result);
        if (!hasFloats)
            doubles!.WriteTo(result);
        else if (hasDoubles)
            AddDoubles(result);
        if (incomplete is { HasRows: true })
            layout.Add(result, incomplete.ToStatistics());
        return result;
    }

    public void Dispose()
    {
        floats?.Dispose();
        doubles?.Dispose();
    }

    private void AddComplete(GaussianMixture mixture, Samples samples, int start, int rows, ReadOnlySpan<double> origin, Span<double> logDensities)
    {
        if (floats is not null && floats.Expectation.TryEvaluate(mixture, samples, start, rows, origin, range!.Limits))
        {
            floats.AddTile();
            hasFloats = true;
            if (!logDensities.IsEmpty)
                TensorPrimitives.ConvertTruncating(floats.Expectation.LogDensity[..rows], logDensities);
            return;
        }

        if (!hasDoubles)
        {
            doubles ??= LeafStatistics<double>.Rent(layout, pivots, tileRows);
            doubles.Clear();
            hasDoubles = true;
        }

        doubles!.Expectation.Evaluate(mixture, samples, start, rows, origin, withLabels: true);
        doubles.AddTile();
        if (!logDensities.IsEmpty)
            doubles.Expectation.LogDensity[..rows].CopyTo(logDensities);
    }

    private void AddDoubles(double[] statistics)
    {
        var others = ArrayPool<double>.Shared.Rent(layout.Length);
        doubles!.WriteTo(others);
        layout.Add(statistics, others);
        ArrayPool<double>.Shared.Return(others);
    }
}
