using System.Text.Json;

namespace StreamGmm;

/// <summary>A pipeline as it is saved: with the names of the columns that go into it, where they are known. Equal by value.</summary>
/// <remarks>
/// The form is JSON: <c>{"format": "streamgmm.pipeline", "version": 1, "steps": [...], "mixture": {...}, "columns": [...]}</c>. A step is
/// <c>{"kind": "standardizer", "means": [D], "deviations": [D]}</c> or <c>{"kind": "pca", "means": [D], "directions": [q × D], "variances": [q], "totalVariance": v, "whitens": true}</c>;
/// the mixture has the form of <see cref="SavedMixture"/>. Numbers read back bit for bit. Streams are left open.
/// </remarks>
public sealed record SavedPipeline
{
    /// <summary>A pipeline with a name for each feature of a raw row, or null where they have none.</summary>
    /// <exception cref="ArgumentException">There is not one name for each feature.</exception>
    public SavedPipeline(Pipeline pipeline, IReadOnlyList<string>? columns = null)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        if (columns is not null && columns.Count != pipeline.Dimension)
            throw new ArgumentException($"There are {columns.Count} column names for {pipeline.Dimension} features: each feature needs one.", nameof(columns));
        if (columns is not null && columns.Contains(null!))
            throw new ArgumentException("A column name is null: each feature needs a name.", nameof(columns));
        Pipeline = pipeline;
        Columns = columns is null ? null : Array.AsReadOnly(columns.ToArray());
    }

    /// <summary>The pipeline.</summary>
    public Pipeline Pipeline { get; }

    /// <summary>The names of the features of a raw row, D of them; null where they are not known.</summary>
    public IReadOnlyList<string>? Columns { get; }

    /// <summary>Reads a pipeline from a stream of JSON that holds nothing else.</summary>
    /// <exception cref="InvalidDataException">The stream does not hold a whole pipeline; the message says what was seen and what was expected.</exception>
    public static SavedPipeline Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return PipelineReader.Read(stream);
    }

    /// <summary>Writes the pipeline to a stream: one line of JSON.</summary>
    public void Write(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using (var writer = new Utf8JsonWriter(stream))
            PipelineWriter.Write(writer, this);
        stream.WriteByte((byte)'\n');
    }

    /// <inheritdoc/>
    public bool Equals(SavedPipeline? other) =>
        other is not null && Pipeline.Equals(other.Pipeline) && (Columns ?? []).SequenceEqual(other.Columns ?? []);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Pipeline, Columns?.Count);

    /// <summary>The steps, the mixture and the names.</summary>
    public override string ToString() => Columns is null ? Pipeline.ToString() : $"{Pipeline}: {string.Join(", ", Columns)}";
}
