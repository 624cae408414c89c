namespace StreamGmm;

/// <summary>Samples as read from a file, with the names of their columns.</summary>
public sealed class NamedSamples
{
    internal NamedSamples(Samples samples, IReadOnlyList<string> columns, IReadOnlyList<string> skipped)
    {
        Samples = samples;
        Columns = columns;
        Skipped = skipped;
    }

    /// <summary>The rows, with weights and labels where a column of them was asked for.</summary>
    public Samples Samples { get; }

    /// <summary>The names of the features, in order; without a header, and in <c>.npy</c>, their numbers from 0 as text.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The names of the columns left out because they are not numeric.</summary>
    public IReadOnlyList<string> Skipped { get; }

    /// <summary>The size and the names: "n = 272, D = 2: eruptions, waiting".</summary>
    public override string ToString() => $"{Samples}: {string.Join(", ", Columns)}";
}
