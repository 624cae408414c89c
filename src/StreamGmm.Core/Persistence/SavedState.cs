namespace StreamGmm;

/// <summary>A stream's state as it is saved, with all that is needed to go on bit for bit: the names of its columns and the rows that were taken but not yet learned, where there are any. Equal by value.</summary>
/// <remarks>
/// The form is JSON: <c>{"format": "streamgmm.state", "version": 1, "sha256": "...", "state": {...}}</c>, the checksum being that of the bytes of the state.
/// What people read is text, the mixture reported among it (its form is that of <see cref="SavedMixture"/>); statistics and rows are doubles of 8 bytes, little-endian, in base64. Streams are left open.
/// </remarks>
public sealed record SavedState
{
    /// <summary>A state to be saved.</summary>
    /// <param name="state">What the stream has taught so far.</param>
    /// <param name="columns">The names of the features, where they have names.</param>
    /// <param name="unfinished">Rows after the state's position that wait for more to make a batch; null where there are none.</param>
    /// <exception cref="ArgumentException">The unfinished rows were refused by their source, or do not follow the state.</exception>
    public SavedState(OnlineState state, IReadOnlyList<string>? columns = null, Batch? unfinished = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (columns is not null && columns.Contains(null!))
            throw new ArgumentException("A column name is null: each feature needs a name.", nameof(columns));
        if (unfinished?.Fault is not null)
            throw new ArgumentException("The unfinished rows were refused by their source: they cannot be learned later either.", nameof(unfinished));
        if (unfinished?.Position - unfinished?.Samples.Count < state.Position)
            throw new ArgumentException($"The unfinished rows begin at position {unfinished!.Position - unfinished.Samples.Count}, the state ends at {state.Position}: they must follow it.", nameof(unfinished));
        State = state;
        Columns = columns is null ? null : Array.AsReadOnly(columns.ToArray());
        Unfinished = unfinished;
    }

    /// <summary>The state.</summary>
    public OnlineState State { get; }

    /// <summary>The names of the features; null where they are not known.</summary>
    public IReadOnlyList<string>? Columns { get; }

    /// <summary>What the positions count in, in words that are compared when the stream goes on: which stream of which kind. Null where nobody said.</summary>
    public string? Source { get; init; }

    /// <summary>Rows that come before all others when the stream goes on; null where there are none.</summary>
    public Batch? Unfinished { get; }

    /// <summary>The position in the source up to which rows are in here, learned or unfinished.</summary>
    public long Position => Unfinished is null ? State.Position : Unfinished.Position ?? State.Position + Unfinished.Samples.Count;

    /// <summary>Reads a state from a stream that holds nothing else.</summary>
    /// <exception cref="InvalidDataException">The stream does not hold a whole state as it was written; the message says what was seen and what to try.</exception>
    public static SavedState Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return StateEnvelope.OfStream.Read(stream, StateReader.Read);
    }

    /// <summary>Writes the state to a stream: one line of JSON.</summary>
    public void Write(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        StateEnvelope.OfStream.Write(stream, writer => StateWriter.Write(writer, this));
    }

    /// <inheritdoc/>
    public bool Equals(SavedState? other) => other is not null
        && State.Equals(other.State) && (Columns ?? []).SequenceEqual(other.Columns ?? []) && Position == other.Position && Source == other.Source
        && Unfinished?.Time == other.Unfinished?.Time && Unfinished?.DroppedWeight == other.Unfinished?.DroppedWeight
        && Samples.HaveSameRows(Rows, other.Rows);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(State, Position);

    /// <summary>The state, and how many rows wait: "4096 samples, score -3.1000, memory 1200, 17 rows unfinished".</summary>
    public override string ToString() => Unfinished is null ? State.ToString() : $"{State}, {Unfinished.Samples.Count} rows unfinished";

    private Samples[] Rows => Unfinished is null ? [] : [Unfinished.Samples];
}
