using StreamGmm;

namespace LiveDashboard.Fitting;

/// <summary>Collects the rows to be drawn: all of them while there are few, else evenly spread ones.</summary>
/// <param name="dimension">D.</param>
internal sealed class Drawn(int dimension)
{
    /// <summary>The most rows drawn of one tick.</summary>
    private const int Most = 200;

    private readonly List<Samples> batches = [];

    /// <summary>Rows that came.</summary>
    public void Add(Samples samples)
    {
        if (samples.Count > 0)
            batches.Add(samples);
    }

    /// <summary>No rows.</summary>
    public void Clear() => batches.Clear();

    /// <summary>Those to be drawn, row after row; the next ones are collected anew.</summary>
    public double[] Take()
    {
        var rows = batches.Sum(b => b.Count);
        var count = Math.Min(rows, Most);
        var values = new double[count * dimension];
        var (batch, before) = (0, 0);
        for (var i = 0; i < count; i++)
        {
            var row = (int)((long)rows * i / count);
            while (row - before >= batches[batch].Count)
                before += batches[batch++].Count;
            batches[batch].CopyRow(row - before, values.AsSpan(i * dimension));
        }

        batches.Clear();
        return values;
    }
}
