namespace StreamGmm;

/// <summary>A part of the rows of blocks, drawn without replacement in one pass and in bounded memory, for a start to be found on.</summary>
/// <remarks>Every row has a random key, and the smallest keys win (bottom-k sampling): the rows drawn do not depend on how they are cut into blocks.</remarks>
internal sealed class BlockSample
{
    /// <summary>Enough for ten parts of small EM that differ; more where a mixture has many parameters.</summary>
    private const int Smallest = 20_000;

    private const int RowsPerParameter = 4;

    private const int Unlabelled = -1;

    private readonly int size;
    private readonly Dictionary<int, double> largestKeys = [];
    private List<Row> rows = [];
    private bool isPart;
    private bool isWeighted;
    private bool isLabelled;

    private BlockSample(int size) => this.size = size;

    /// <summary>The rows that a start for such a mixture is found on: all where they are few; of each label an equal share of half the part, or all there are.</summary>
    /// <exception cref="ArgumentException">There are fewer rows of positive weight than components, the dimensions of blocks differ, or a label is no component.</exception>
    public static Samples Draw(IEnumerable<Samples> blocks, int components, CovarianceShape shape, Draws draws, int? size = null, CancellationToken cancellationToken = default)
    {
        BlockSample? sample = null;
        var (dimension, row, index) = (0, 0L, 0);
        foreach (var block in blocks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            dimension = sample is null ? block.Dimension : dimension;
            if (block.Dimension != dimension)
                throw new ArgumentException($"Block {index} has {block.Dimension} features, the first has {dimension}: they must agree.");
            if (block.LabelFault(components) is { } fault)
                throw new ArgumentException($"Block {index}: {fault}");
            sample ??= new BlockSample(size ?? Size(components, block.Dimension, shape));
            sample.Add(block, default, row, draws);
            row += block.Count;
            index++;
        }

        return sample?.ToSamples(components) ?? throw Samples.TooFew(0, components);
    }

    /// <summary>The same from rows that were drawn from each block, those with the smallest keys among them.</summary>
    public static Samples Of(IEnumerable<(DrawnRows Rows, long Start)> blocks, int size, bool isPart, int components, Draws draws)
    {
        var sample = new BlockSample(size) { isPart = isPart };
        foreach (var (rows, start) in blocks)
            sample.Add(rows.Samples, rows.Indexes, start, draws);
        return sample.ToSamples(components);
    }

    /// <summary>How many rows a start for such a mixture is found on, at most.</summary>
    public static int Size(int components, int dimension, CovarianceShape shape) =>
        Math.Max(Smallest, RowsPerParameter * (components - 1 + (components * dimension) + shape.ParameterCount(components, dimension)));

    /// <summary>How many rows of each label are in a part of so many rows, at most.</summary>
    public static int Share(int size, int labels) => Math.Max(1, size / (2 * Math.Max(1, labels)));

    /// <summary>Takes rows that begin at a place of the whole, or are at these indexes after it.</summary>
    private void Add(Samples block, ReadOnlyMemory<int> indexes, long start, Draws draws)
    {
        isWeighted |= block.Weights is not null;
        isLabelled |= block.Labels is not null;
        for (var i = 0; i < block.Count; i++)
        {
            var index = start + (indexes.IsEmpty ? i : indexes.Span[i]);
            var weight = block.Weights is { } weights ? weights.Span[i] : 1;
            var label = block.Labels is { } labels ? labels.Span[i] : Unlabelled;
            var key = draws.Uniform(index);
            if (weight == 0 || (largestKeys.TryGetValue(label, out var largest) && key > largest))
                continue;
            var values = new double[block.Dimension];
            block.CopyRow(i, values);
            rows.Add(new Row(key, index, label, weight, values));
            if (rows.Count >= 2 * size)
                Trim();
        }
    }

    private List<Row> Trimmed()
    {
        if (isPart || rows.Count > size)
            Trim();
        var labelled = rows.Count(r => r.Label != Unlabelled);
        var others = rows.Where(r => r.Label == Unlabelled).OrderBy(r => r.Key).Take(Math.Max(0, isPart ? size - labelled : size));
        return [.. rows.Where(r => r.Label != Unlabelled).Concat(others).OrderBy(r => r.Index)];
    }

    /// <summary>Keeps the smallest keys of each label, and no other key is looked at from then on.</summary>
    private void Trim()
    {
        isPart = true;
        var groups = rows.GroupBy(r => r.Label).Select(g => g.OrderBy(r => r.Key).ToArray()).ToArray();
        var share = Share(size, groups.Count(g => g[0].Label != Unlabelled));
        rows = [];
        foreach (var group in groups)
        {
            var most = group[0].Label == Unlabelled ? size : share;
            rows.AddRange(group.Take(most));
            if (group.Length >= most)
                largestKeys[group[0].Label] = group[most - 1].Key;
        }
    }

    private Samples ToSamples(int components)
    {
        var drawn = Trimmed();
        if (drawn.Count < components)
            throw Samples.TooFew(drawn.Count, components);
        var samples = Samples.From(drawn, r => r.Values, MissingValues.Marginalize);
        if (isWeighted)
            samples = samples.WithWeights(drawn.Select(r => r.Weight).ToArray());
        return isLabelled ? samples.WithLabels(drawn.Select(r => r.Label).ToArray()) : samples;
    }

    private readonly record struct Row(double Key, long Index, int Label, double Weight, double[] Values);
}
