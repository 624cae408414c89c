using System.Text.Json;

namespace StreamGmm;

/// <summary>A mixture as it is passed on to those who assign by it: with the ids of its components, and a version that grows. Equal by value.</summary>
/// <remarks>The form is JSON: <c>{"format": "streamgmm.model", "version": 1, "model": 17, "samples": 40960, "componentIds": [0, 1, 2], "mixture": {...}}</c>, the mixture as <see cref="SavedMixture"/> writes it. Streams are left open.</remarks>
public sealed record PublishedModel
{
    private const string Format = "streamgmm.model";
    private const int FormatVersion = 1;

    /// <summary>A mixture to be passed on.</summary>
    /// <param name="saved">The mixture, with the names of its features where they have names.</param>
    /// <param name="version">Which model it is of those that follow one another, 0 or more.</param>
    /// <param name="samples">The rows that it was learned from.</param>
    /// <param name="componentIds">The id of each component; null for their numbers.</param>
    /// <exception cref="ArgumentException">There is not one id for each component, or a number is negative.</exception>
    public PublishedModel(SavedMixture saved, long version, long samples = 0, IReadOnlyList<long>? componentIds = null)
    {
        ArgumentNullException.ThrowIfNull(saved);
        ArgumentOutOfRangeException.ThrowIfNegative(version);
        ArgumentOutOfRangeException.ThrowIfNegative(samples);
        if (componentIds is not null && componentIds.Count != saved.Mixture.Components)
            throw new ArgumentException($"There are {componentIds.Count} ids for {saved.Mixture.Components} components: each needs one.", nameof(componentIds));
        (Saved, Version, SamplesSeen) = (saved, version, samples);
        ComponentIds = Array.AsReadOnly(componentIds?.ToArray() ?? [.. Enumerable.Range(0, saved.Mixture.Components).Select(k => (long)k)]);
    }

    /// <summary>The mixture, with the names of its features where they have names.</summary>
    public SavedMixture Saved { get; }

    /// <summary>The mixture.</summary>
    public GaussianMixture Mixture => Saved.Mixture;

    /// <summary>Which model it is of those that follow one another.</summary>
    public long Version { get; }

    /// <summary>The rows that it was learned from.</summary>
    public long SamplesSeen { get; }

    /// <summary>The id of each component, K of them.</summary>
    public IReadOnlyList<long> ComponentIds { get; }

    /// <summary>The mixture that a state reports; its version is the number of rows learned. Null while warming up.</summary>
    public static PublishedModel? Of(OnlineState state, IReadOnlyList<string>? columns = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Mixture is { } mixture ? new PublishedModel(new SavedMixture(mixture, columns), state.SamplesSeen, state.SamplesSeen, state.ComponentIds) : null;
    }

    /// <summary>The mixture of the last merge; its version is the number of merges. Null while warming up.</summary>
    public static PublishedModel? Of(PartitionedState state, IReadOnlyList<string>? columns = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Merged.Mixture is { } mixture ? new PublishedModel(new SavedMixture(mixture, columns), state.Merges, state.Merged.SamplesSeen, state.Merged.ComponentIds) : null;
    }

    /// <summary>Reads a model from JSON that holds nothing else.</summary>
    /// <exception cref="InvalidDataException">It is no model; the message says what was seen and what was expected.</exception>
    public static PublishedModel Read(ReadOnlyMemory<byte> text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false });
            var json = document.RootElement;
            if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("format", out var format) || format.GetString() != Format)
                throw new InvalidDataException($"The JSON is no model: an object with \"format\": \"{Format}\" was expected.");
            return json.Integer("version") is var version and not FormatVersion
                ? throw new InvalidDataException($"The model is of version {version} of its format, this program reads version {FormatVersion}: another StreamGmm wrote it. Use the same on both sides.")
                : new PublishedModel(MixtureReader.Read(json.GetProperty("mixture")), json.Long("model"), json.Long("samples"), [.. json.Longs("componentIds")]);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"The text is not whole JSON: it breaks off or goes wrong at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}. A model was expected.", e);
        }
        catch (Exception e) when (e is InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException or OverflowException)
        {
            throw new InvalidDataException("The JSON has not the parts of a model, or they do not fit together: format, version, model, samples, componentIds and mixture were expected.", e);
        }
    }

    /// <summary>Writes the model to a stream: one line of JSON.</summary>
    public void Write(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("format", Format);
            writer.WriteNumber("version", FormatVersion);
            writer.WriteNumber("model", Version);
            writer.WriteNumber("samples", SamplesSeen);
            writer.Longs("componentIds", ComponentIds);
            writer.WritePropertyName("mixture");
            MixtureWriter.Write(writer, Saved);
            writer.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
    }

    /// <inheritdoc/>
    public bool Equals(PublishedModel? other) => other is not null
        && (Version, SamplesSeen) == (other.Version, other.SamplesSeen) && Saved.Equals(other.Saved) && ComponentIds.SequenceEqual(other.ComponentIds);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Version, SamplesSeen, Saved);

    /// <summary>The version and the mixture: "model 17 of 40960 samples: K = 3, D = 2, full".</summary>
    public override string ToString() => FormattableString.Invariant($"model {Version} of {SamplesSeen} samples: {Saved}");
}
