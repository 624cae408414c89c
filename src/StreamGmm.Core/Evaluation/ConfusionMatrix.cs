namespace StreamGmm;

/// <summary>How often each class met each cluster, and which cluster stands for which class; equal by value.</summary>
/// <remarks>Clusters have no names: those of a fit are numbered by chance. Each is matched with one class at most, so that as many samples as possible agree.</remarks>
public sealed class ConfusionMatrix : IEquatable<ConfusionMatrix>
{
    /// <summary>A table of so many rows and columns still fits into memory.</summary>
    private const int MostLabels = 4096;

    private ConfusionMatrix(RealMatrix counts)
    {
        Counts = counts;
        Total = counts.AsSpan().ToArray().Sum();
        ClassOf = ClassesOf(counts);
        var right = 0.0;
        for (var j = 0; j < ClassOf.Count; j++)
            right += ClassOf[j] >= 0 ? counts[ClassOf[j], j] : 0;
        Accuracy = Total > 0 ? Math.Min(1, right / Total) : 1;
    }

    /// <summary>The number (or weight) of the samples of each class in each cluster, classes × clusters.</summary>
    public RealMatrix Counts { get; }

    /// <summary>The number (or weight) of all samples that have both labels.</summary>
    public double Total { get; }

    /// <summary>The class that each cluster stands for, −1 where there are more clusters than classes and it is left over.</summary>
    public IReadOnlyList<int> ClassOf { get; }

    /// <summary>The share of the samples whose cluster stands for their class; 1 where there is no sample.</summary>
    public double Accuracy { get; }

    /// <summary>1 − <see cref="Accuracy"/>.</summary>
    public double MisclassificationRate => 1 - Accuracy;

    /// <summary>How well the two partitions agree beyond chance: 1 for the same one, about 0 for independent ones, below 0 for worse (Hubert and Arabie, 1985).</summary>
    /// <remarks>Needs no matching. 1 also where both are one cluster, or each sample is a cluster of its own in both. Weights count copies.</remarks>
    public double AdjustedRandIndex
    {
        get
        {
            var (cells, rows, columns) = (0.0, new double[Counts.Rows], new double[Counts.Columns]);
            for (var i = 0; i < rows.Length; i++)
            {
                for (var j = 0; j < columns.Length; j++)
                {
                    cells += Pairs(Counts[i, j]);
                    rows[i] += Counts[i, j];
                    columns[j] += Counts[i, j];
                }
            }

            var (ofRows, ofColumns, all) = (rows.Sum(Pairs), columns.Sum(Pairs), Pairs(Total));
            var expected = all > 0 ? ofRows / all * ofColumns : 0;
            var most = 0.5 * (ofRows + ofColumns);
            return most == expected ? 1 : (cells - expected) / (most - expected);
        }
    }

    /// <summary>The counts of two labellings of the same samples. A sample with a negative label in either has none there, and is left out.</summary>
    /// <param name="classes">n labels from 0 on: the truth, or one partition.</param>
    /// <param name="clusters">n labels from 0 on: what a fit says, or another partition.</param>
    /// <param name="weights">n weights of 0 or more, or none where all weigh 1.</param>
    /// <exception cref="ArgumentException">The numbers of labels and weights differ, a weight is negative or not finite, or a label is 4096 or more.</exception>
    public static ConfusionMatrix Of(ReadOnlySpan<int> classes, ReadOnlySpan<int> clusters, ReadOnlySpan<double> weights = default)
    {
        if (classes.Length != clusters.Length)
            throw new ArgumentException($"There are {classes.Length} classes and {clusters.Length} clusters: each sample needs one of both.", nameof(clusters));
        if (!weights.IsEmpty && weights.Length != classes.Length)
            throw new ArgumentException($"There are {weights.Length} weights for {classes.Length} samples: each needs one.", nameof(weights));
        var (rows, columns) = (Labels(classes, "classes", nameof(classes)), Labels(clusters, "clusters", nameof(clusters)));
        var counts = new double[rows * columns];
        for (var i = 0; i < classes.Length; i++)
        {
            var weight = weights.IsEmpty ? 1 : weights[i];
            if (weight is not (>= 0 and < double.PositiveInfinity))
                throw new ArgumentException(FormattableString.Invariant($"The weight of sample {i} is {weight:R}: a weight is a finite number of 0 or more."), nameof(weights));
            if (classes[i] >= 0 && clusters[i] >= 0)
                counts[(classes[i] * columns) + clusters[i]] += weight;
        }

        return new ConfusionMatrix(RealMatrix.Create(rows, columns, counts));
    }

    /// <summary>Labels with each cluster called by its class; −1 where it stands for none or there is no such cluster.</summary>
    public int[] Translate(ReadOnlySpan<int> clusters)
    {
        var classes = new int[clusters.Length];
        for (var i = 0; i < classes.Length; i++)
            classes[i] = (uint)clusters[i] < (uint)ClassOf.Count ? ClassOf[clusters[i]] : -1;
        return classes;
    }

    /// <inheritdoc/>
    public bool Equals(ConfusionMatrix? other) => other is not null && Counts.Equals(other.Counts);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ConfusionMatrix);

    /// <inheritdoc/>
    public override int GetHashCode() => Counts.GetHashCode();

    /// <summary>The size and the accuracy: "3 classes, 4 clusters, accuracy 0.87".</summary>
    public override string ToString() => FormattableString.Invariant($"{Counts.Rows} classes, {Counts.Columns} clusters, accuracy {Accuracy:G3}");

    /// <summary>The number of labels up to the largest.</summary>
    private static int Labels(ReadOnlySpan<int> labels, string what, string parameter)
    {
        var largest = -1;
        foreach (var label in labels)
            largest = Math.Max(largest, label);
        return largest < MostLabels
            ? largest + 1
            : throw new ArgumentException($"There is a label of {largest} among the {what}: labels are numbers from 0 below {MostLabels}. Number them without gaps.", parameter);
    }

    private static double Pairs(double count) => 0.5 * count * (count - 1);

    private static System.Collections.ObjectModel.ReadOnlyCollection<int> ClassesOf(RealMatrix counts) =>
        Array.AsReadOnly(LinearAssignment.Solve(RealMatrix.Create(counts.Columns, counts.Rows, costs =>
        {
            for (var e = 0; e < costs.Length; e++)
                costs[e] = -counts[e % counts.Rows, e / counts.Rows];
        })));
}
