using System.Buffers;
using System.Numerics.Tensors;

namespace StreamGmm;

/// <summary>What one thread folds the tiles of a leaf with: sums in doubles, or in floats and those of the tiles that lie outside their range in doubles; and those of incomplete rows apart.</summary>
internal sealed class LeafWorker(StatisticsLayout layout, Pivots pivots, int tileRows, int sectionRows, FloatRange? range, IncompleteStatistics? incomplete) : IDisposable
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

    /// <summary>Whether the first of some rows have so few components that may matter that it pays to leave out the others.</summary>
    public bool Pays(SkippingPlan plan, GaussianMixture mixture, Samples samples, (int Start, int Rows) section, ReadOnlySpan<double> origin) =>
        Doubles().Sparse(sectionRows).TryList(plan, mixture, samples, section.Start, Math.Min(section.Rows, SkippingPlan.ProbeRows), origin);

    /// <summary>Adds some rows without the components that cannot matter to them; false, and nothing is added, where that would not pay or some row is too far away from all.</summary>
    public bool TryAddSection(SkippingPlan plan, GaussianMixture mixture, Samples samples, int start, int rows, ReadOnlySpan<double> origin, Span<double> logDensities)
    {
        var sparse = Doubles().Sparse(sectionRows);
        if (!sparse.TryList(plan, mixture, samples, start, rows, origin) || !sparse.TryEvaluate(plan, mixture))
            return false;
        Doubles().AddSection();
        if (!logDensities.IsEmpty)
            sparse.CopyLogDensity(logDensities);
        return true;
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

        var doubles = Doubles();
        doubles.Expectation.Evaluate(mixture, samples, start, rows, origin, withLabels: true);
        doubles.AddTile();
        if (!logDensities.IsEmpty)
            doubles.Expectation.LogDensity[..rows].CopyTo(logDensities);
    }

    private LeafStatistics<double> Doubles()
    {
        if (!hasDoubles)
        {
            doubles ??= LeafStatistics<double>.Rent(layout, pivots, tileRows);
            doubles.Clear();
            hasDoubles = true;
        }

        return doubles!;
    }

    private void AddDoubles(double[] statistics)
    {
        var others = ArrayPool<double>.Shared.Rent(layout.Length);
        doubles!.WriteTo(others);
        layout.Add(statistics, others);
        ArrayPool<double>.Shared.Return(others);
    }
}
