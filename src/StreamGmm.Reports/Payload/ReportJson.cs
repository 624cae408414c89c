using System.Text.Json;
using System.Text.Json.Serialization;

namespace StreamGmm;

/// <summary>A report as its page reads it: numbers of data and mixtures are floats in page units, arrays of them base64 of their little-endian bytes. No number is NaN or infinite: null stands for those.</summary>
internal sealed record ReportJson
{
    public string Format { get; } = "streamgmm.report";

    public int Version { get; } = 1;

    public required string Title { get; init; }

    public required string Kind { get; init; }

    /// <summary>Pairs of label and text.</summary>
    public required string[][] Facts { get; init; }

    public required string[] Notes { get; init; }

    public required AxisJson[] Axes { get; init; }

    /// <summary>The two of <see cref="Axes"/> first shown.</summary>
    public required int[] Pair { get; init; }

    public SamplesJson? Samples { get; init; }

    public PrincipalJson? Principal { get; init; }

    public required StateJson[] States { get; init; }

    /// <summary>For each state its K weights, K × m means and K lower triangles by rows.</summary>
    public required string Mixtures { get; init; }

    public TraceJson? Trace { get; init; }

    public CriteriaJson? Criteria { get; init; }

    public StreamJson? Stream { get; init; }

    /// <summary>The final mixture as it is saved, in the units of the data.</summary>
    [JsonConverter(typeof(ModelConverter))]
    public SavedMixture? Model { get; init; }
}

/// <summary>An axis: x = center + scale u. Index is its place among the D features.</summary>
internal sealed record AxisJson(int Index, string Name, double Center, double Scale);

/// <summary>The samples drawn, and what is known of all.</summary>
internal sealed record SamplesJson
{
    public required int Count { get; init; }

    /// <summary>Those of positive weight that miss no value: histograms and outliers are of these.</summary>
    public required int Complete { get; init; }

    public required int Shown { get; init; }

    /// <summary>Floats, shown × m.</summary>
    public required string Values { get; init; }

    /// <summary>32-bit integers: the row number of each, from 0.</summary>
    public required string Rows { get; init; }

    /// <summary>Bytes: 1 for an outlier; null without a mixture.</summary>
    public string? Outliers { get; init; }

    public required int OutlierCount { get; init; }

    /// <summary>Floats; null where all weigh 1.</summary>
    public string? Weights { get; init; }

    public required HistogramJson[] Histograms { get; init; }
}

/// <summary>Equal bins in page units.</summary>
internal sealed record HistogramJson(double From, double To, double[] Counts);

/// <summary>Two directions of m numbers in page units.</summary>
internal sealed record PrincipalJson(double[][] Directions, double[] Explained, double[] Center, HistogramJson[]? Histograms);

/// <summary>A state of the replay.</summary>
internal sealed record StateJson(long Iteration, double? LogLikelihood, int Components, long[] Ids, string Label);

/// <summary>The log-likelihoods of a fit, and the restart that is shown.</summary>
internal sealed record TraceJson(int[] X, double?[] Y, int[] Restarts, int Best, string XLabel);

/// <summary>Models that were compared.</summary>
internal sealed record CriteriaJson(string Criterion, int Best, CriteriaRowJson[] Table);

/// <summary>One of the models.</summary>
internal sealed record CriteriaRowJson(int Components, string Shape, double? LogLikelihood, int Parameters, double? Aic, double? Bic, double? Icl, string Status);

/// <summary>The course of an online run.</summary>
internal sealed record StreamJson(long[] Position, double?[] Score, double?[] Memory, int[] Components, long[] Alarms, StreamEvent[] Events);

/// <summary>Writes a mixture in the one form that mixtures are saved in.</summary>
internal sealed class ModelConverter : JsonConverter<SavedMixture>
{
    public override SavedMixture Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Reports are written, not read.");

    public override void Write(Utf8JsonWriter writer, SavedMixture value, JsonSerializerOptions options) => value.WriteTo(writer);
}

/// <summary>How a report is written, without reflection. Characters that mean something in HTML are escaped.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ReportJson))]
internal sealed partial class ReportJsonContext : JsonSerializerContext;
