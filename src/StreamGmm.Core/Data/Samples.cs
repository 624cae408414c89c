namespace StreamGmm;

/// <summary>Samples to fit or to score: n rows of D features, each perhaps with a weight and a label. The memory is borrowed, not copied, where that is possible.</summary>
/// <remarks>
/// Values are finite and below 1e150 in magnitude; NaN is one that is missing, where <see cref="MissingValues.Marginalize"/> says so. Floats are computed with as floats where that is accurate and faster, and as doubles where it is not: a fit's log-likelihoods agree to 1e-5.
/// A weight of 3 is three copies of the row, a weight of 0 is its absence.
/// A labelled sample belongs to the component of that index for certain; −1 is unlabelled. Do not write to borrowed memory while a fit reads it.
/// Seen as a list, they are their rows.
/// </remarks>
public sealed partial class Samples : IReadOnlyList<RealVector>
{
    /// <summary>The largest magnitude of a value: its square, summed over the axes, still is a double.</summary>
    internal const double Limit = 1e150;

    private readonly Features features;
    private readonly Lazy<MissingPatterns>? missing;
    private readonly Lazy<bool[]> constantAxes;
    private readonly Lazy<bool> haveModerateWeights;
    private Samples? unweighted;

    private Samples(Features features, int dimension, ReadOnlyMemory<double>? weights, ReadOnlyMemory<int>? labels, Lazy<MissingPatterns>? missing)
    {
        (this.features, this.missing) = (features, missing);
        Dimension = dimension;
        Count = features.Length / dimension;
        Weights = weights;
        Labels = labels;
        TotalWeight = weights is { } w ? Sum(w.Span) : Count;
        constantAxes = new Lazy<bool[]>(FindConstantAxes);
        haveModerateWeights = new Lazy<bool>(() => weights is not { } all || AreModerate(all.Span));
    }

    /// <summary>n, the number of rows.</summary>
    public int Count { get; }

    /// <summary>D, the number of features in a row.</summary>
    public int Dimension { get; }

    /// <summary>The weight of every row; null where all weigh 1.</summary>
    public ReadOnlyMemory<double>? Weights { get; }

    /// <summary>The label of every row, −1 where it has none; null where no row has.</summary>
    public ReadOnlyMemory<int>? Labels { get; }

    /// <summary>The sum of the weights; the number of rows where there are none.</summary>
    public double TotalWeight { get; }

    /// <summary>The D features of row <paramref name="index"/>, copied; <see cref="CopyRow"/> writes them to memory that is there.</summary>
    public RealVector this[int index] => RealVector.Create(Dimension, row => CopyRow(index, row));

    /// <summary>The features, row after row, as they are.</summary>
    internal Features Features => features;

    /// <summary>The features, row after row, as doubles: floats are copied at every call.</summary>
    internal ReadOnlySpan<double> Values => features.AsDoubles();

    /// <summary>The first row of positive weight: the point that the means of a fit are relative to. A value that is missing there is the first of its axis, and 0 (or that of a point given) where there is none.</summary>
    internal RealVector Origin(ReadOnlyMemory<double> otherwise = default) => RealVector.Create(Dimension, origin =>
    {
        if (FirstWeighted < 0)
            return;
        FirstValues().CopyTo(origin);
        for (var j = 0; j < origin.Length; j++)
            origin[j] = !double.IsNaN(origin[j]) ? origin[j] : otherwise.IsEmpty ? 0 : otherwise.Span[j];
    });

    /// <summary>The size: "n = 272, D = 2".</summary>
    public override string ToString() => $"n = {Count}, D = {Dimension}";
}
