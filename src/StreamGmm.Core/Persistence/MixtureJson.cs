using System.Text.Json;
using System.Text.Json.Serialization;

namespace StreamGmm;

/// <summary>The properties of a saved mixture as JSON has them, before anything is checked; the shape of the covariances depends on <see cref="Shape"/>.</summary>
internal sealed record MixtureJson
{
    public string? Format { get; init; }

    public int? Version { get; init; }

    public string? Shape { get; init; }

    public double[]? Weights { get; init; }

    public double[][]? Means { get; init; }

    public JsonElement? Covariances { get; init; }

    public string[]? Columns { get; init; }
}

/// <summary>Low-rank covariances as JSON has them: K × D × r, K × r and K numbers.</summary>
internal sealed record LowRankJson
{
    public double[][][]? Directions { get; init; }

    public double[][]? Variances { get; init; }

    public double[]? Noise { get; init; }
}

/// <summary>How a saved mixture is read and written, without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(MixtureJson))]
[JsonSerializable(typeof(double[][][]))]
[JsonSerializable(typeof(LowRankJson))]
internal sealed partial class MixtureJsonContext : JsonSerializerContext;
