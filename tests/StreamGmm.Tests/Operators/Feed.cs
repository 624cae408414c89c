namespace StreamGmm.Tests.Operators;

/// <summary>Streams for the tests of operators.</summary>
internal static class Feed
{
    /// <summary>How long a test waits for what is sure to come.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    public static readonly OnlineOptions Options = new(3) { Threads = 1 };

    /// <summary>The states after each batch of 100 rows of 3,000.</summary>
    public static IReadOnlyList<OnlineState> States { get; } = Follow(Batches(30, 100), Options);

    /// <summary>Batches of so many rows each, without positions.</summary>
    public static Batch[] Batches(int count, int rows, int seed = 1)
    {
        var samples = Some.Samples(count * rows, seed);
        return [.. Enumerable.Range(0, count).Select(b => new Batch(samples.Slice(b * rows, rows)))];
    }

    /// <summary>The rows of samples.</summary>
    public static double[][] Rows(Samples samples) => [.. Enumerable.Range(0, samples.Count).Select(i =>
    {
        var row = new double[samples.Dimension];
        samples.CopyRow(i, row);
        return row;
    })];

    /// <summary>The first values of the rows of a batch.</summary>
    public static double[] Firsts(Batch batch) => [.. Rows(batch.Samples).Select(row => row[0])];

    /// <summary>A batch of rows with one feature.</summary>
    public static Batch Of(params double[] values) => new(Samples.From(values, 1));

    /// <summary>The same, ending at a position of the source.</summary>
    public static Batch At(long position, params double[] values) => new(Samples.From(values, 1), position);

    /// <summary>The fold that all forms of following are equal to.</summary>
    public static IReadOnlyList<OnlineState> Follow(IEnumerable<Batch> batches, OnlineOptions options, OnlineState? start = null)
    {
        var states = new List<OnlineState>();
        foreach (var batch in batches)
            states.Add(OnlineEm.Next(states.LastOrDefault() ?? start ?? OnlineEm.Start(options), batch, options));
        return states;
    }

    /// <summary>Equal to the last bit.</summary>
    public static void Same(IEnumerable<OnlineState> expected, IEnumerable<OnlineState> actual) =>
        Assert.Equal(expected.Select(Bits), actual.Select(Bits));

    private static string Bits(OnlineState state) => string.Join(' ', new[] { state.WeightSeen, state.Memory, state.Score ?? 0, state.Position, state.DroppedWeight, state.RefusedBatches, state.Alarms }
        .Concat(state.Current is { } m ? [.. m.Weights, .. m.Means.AsSpan().ToArray(), .. Enumerable.Range(0, m.Components).SelectMany(k => m.Covariance(k).AsSpan().ToArray())] : [])
        .Concat(state.Mixture is { } r ? [.. r.Weights, .. r.Means.AsSpan().ToArray()] : [])
        .Concat(state.Statistics is { } s ? s.Values.ToArray() : [])
        .Select(x => BitConverter.DoubleToInt64Bits(x).ToString("x", System.Globalization.CultureInfo.InvariantCulture)));
}
