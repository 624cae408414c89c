using System.Text.Json;

namespace StreamGmm;

/// <summary>A mixture as it is saved: with the names of the columns it was fitted to, where they are known. Equal by value.</summary>
/// <remarks>
/// The form is JSON: <c>{"format": "streamgmm.mixture", "version": 1, "shape": "full", "weights": [...], "means": [[...]], "covariances": ..., "columns": [...]}</c>,
/// with covariances K × D × D for full, D × D for tied, K × D for diagonal, K for spherical, and for low-rank:R <c>{"directions": [K × D × R], "variances": [K × R], "noise": [K]}</c>. Numbers read back bit for bit. Streams are left open.
/// </remarks>
public sealed record SavedMixture
{
    /// <summary>A mixture with a name for each of its features, or null where they have none.</summary>
    /// <exception cref="ArgumentException">There is not one name for each feature.</exception>
    public SavedMixture(GaussianMixture mixture, IReadOnlyList<string>? columns = null)
    {
        ArgumentNullException.ThrowIfNull(mixture);
        if (columns is not null && columns.Count != mixture.Dimension)
            throw new ArgumentException($"There are {columns.Count} column names for {mixture.Dimension} features: each feature needs one.", nameof(columns));
        if (columns is not null && columns.Contains(null!))
            throw new ArgumentException("A column name is null: each feature needs a name.", nameof(columns));
        Mixture = mixture;
        Columns = columns is null ? null : Array.AsReadOnly(columns.ToArray());
    }

    /// <summary>The mixture.</summary>
    public GaussianMixture Mixture { get; }

    /// <summary>The names of the features, D of them; null where they are not known.</summary>
    public IReadOnlyList<string>? Columns { get; }

    /// <summary>Reads a mixture from a stream of JSON that holds nothing else.</summary>
    /// <exception cref="InvalidDataException">The stream does not hold a whole mixture; the message says what was seen and what was expected.</exception>
    public static SavedMixture Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return MixtureReader.Read(stream);
    }

    /// <summary>Writes the mixture to a stream: one line of JSON.</summary>
    public void Write(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using (var writer = new Utf8JsonWriter(stream))
            WriteTo(writer);
        stream.WriteByte((byte)'\n');
    }

    /// <summary>Writes the mixture as one JSON object, inside a larger document perhaps.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        MixtureWriter.Write(writer, this);
    }

    /// <inheritdoc/>
    public bool Equals(SavedMixture? other) =>
        other is not null && Mixture.Equals(other.Mixture) && (Columns ?? []).SequenceEqual(other.Columns ?? []);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Mixture, Columns?.Count);

    /// <summary>The size, the shape and the names: "K = 2, D = 2, full: eruptions, waiting".</summary>
    public override string ToString() => Columns is null ? Mixture.ToString() : $"{Mixture}: {string.Join(", ", Columns)}";
}
