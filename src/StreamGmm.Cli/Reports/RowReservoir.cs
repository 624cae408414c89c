namespace StreamGmm.Cli.Reports;

/// <summary>Some rows of a sequence of any length, each as likely as any other (Vitter, 1985, algorithm R): the same for the same rows.</summary>
/// <param name="dimension">D.</param>
internal sealed class RowReservoir(int dimension)
{
    /// <summary>As many samples as a report draws.</summary>
    private const int MostRows = 20_000;

    /// <summary>As many numbers, 16 MB, however many features there are.</summary>
    private const int MostNumbers = 2_000_000;

    private readonly Random random = new(0);
    private readonly int most = Most(dimension);
    private readonly List<double> values = [];
    private readonly List<double> weights = [];
    private bool isWeighted;

    /// <summary>How many rows came.</summary>
    public long Seen { get; private set; }

    /// <summary>Some rows are not kept.</summary>
    public bool IsPart => Seen > most;

    /// <summary>Those kept.</summary>
    public Samples Rows
    {
        get
        {
            var rows = Samples.From(values.ToArray(), dimension, MissingValues.Marginalize);
            return isWeighted ? rows.WithWeights(weights.ToArray()) : rows;
        }
    }

    /// <summary>The most rows of so many features that are kept of a sequence.</summary>
    public static int Most(int dimension) => Math.Clamp(MostNumbers / Math.Max(1, dimension), 100, MostRows);

    public void Add(Samples block)
    {
        isWeighted |= block.Weights is not null;
        var row = new double[dimension];
        for (var i = 0; i < block.Count; i++)
        {
            var place = Seen < most ? Seen : random.NextInt64(Seen + 1);
            Seen++;
            if (place >= most)
                continue;
            block.CopyRow(i, row);
            Put((int)place, row, block.Weights is { } all ? all.Span[i] : 1);
        }
    }

    private void Put(int place, ReadOnlySpan<double> row, double weight)
    {
        if (place == weights.Count)
        {
            values.AddRange(row);
            weights.Add(weight);
            return;
        }

        row.CopyTo(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(values)[(place * dimension)..]);
        weights[place] = weight;
    }
}
