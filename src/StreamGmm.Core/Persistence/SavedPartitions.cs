namespace StreamGmm;

/// <summary>The state of a stream in partitions as it is saved, with all that is needed to go on bit for bit: what each has taught, and the position from which it is to be read. Equal by value.</summary>
/// <remarks>
/// The form is JSON as that of <see cref="SavedState"/>: <c>{"format": "streamgmm.partitions", "version": 1, "sha256": "...", "state": {"merged": {...}, "partitions": {"name": {...}}, ...}}</c>.
/// Streams are left open.
/// </remarks>
public sealed record SavedPartitions
{
    /// <summary>A state to be saved.</summary>
    /// <param name="state">What the partitions have taught so far.</param>
    /// <param name="columns">The names of the features, where they have names.</param>
    /// <exception cref="ArgumentException">A name is null.</exception>
    public SavedPartitions(PartitionedState state, IReadOnlyList<string>? columns = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (columns is not null && columns.Contains(null!))
            throw new ArgumentException("A column name is null: each feature needs a name.", nameof(columns));
        State = state;
        Columns = columns is null ? null : Array.AsReadOnly(columns.ToArray());
    }

    /// <summary>The state.</summary>
    public PartitionedState State { get; }

    /// <summary>The names of the features; null where they are not known.</summary>
    public IReadOnlyList<string>? Columns { get; }

    /// <summary>Reads a state from a stream that holds nothing else.</summary>
    /// <exception cref="InvalidDataException">The stream does not hold a whole state as it was written; the message says what was seen and what to try.</exception>
    public static SavedPartitions Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return StateEnvelope.OfPartitions.Read(stream, PartitionsJson.Read);
    }

    /// <summary>Writes the state to a stream: one line of JSON.</summary>
    public void Write(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        StateEnvelope.OfPartitions.Write(stream, writer => PartitionsJson.Write(writer, this));
    }

    /// <inheritdoc/>
    public bool Equals(SavedPartitions? other) => other is not null && State.Equals(other.State) && (Columns ?? []).SequenceEqual(other.Columns ?? []);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(State, Columns?.Count);

    /// <summary>The state: "3 partitions, 12 merges: 4096 samples, score -3.1000, memory 1200".</summary>
    public override string ToString() => State.ToString();
}
