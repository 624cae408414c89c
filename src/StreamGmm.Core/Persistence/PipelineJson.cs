using System.Text.Json;
using System.Text.Json.Serialization;

namespace StreamGmm;

/// <summary>The properties of a saved pipeline as JSON has them, before anything is checked.</summary>
internal sealed record PipelineJson
{
    public string? Format { get; init; }

    public int? Version { get; init; }

    public StepJson[]? Steps { get; init; }

    public JsonElement? Mixture { get; init; }

    public string[]? Columns { get; init; }
}

/// <summary>A step of a saved pipeline; which properties it has depends on <see cref="Kind"/>.</summary>
internal sealed record StepJson
{
    public string? Kind { get; init; }

    public double[]? Means { get; init; }

    public double[]? Deviations { get; init; }

    public double[][]? Directions { get; init; }

    public double[]? Variances { get; init; }

    public double? TotalVariance { get; init; }

    public bool? Whitens { get; init; }
}

/// <summary>How a saved pipeline is read and written, without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(PipelineJson))]
internal sealed partial class PipelineJsonContext : JsonSerializerContext;
