using System.Diagnostics;
using System.Text.Json;

namespace StreamGmm;

/// <summary>Writes a saved pipeline as JSON; doubles in the shortest form that reads back bit for bit.</summary>
internal static class PipelineWriter
{
    public static void Write(Utf8JsonWriter writer, SavedPipeline saved) =>
        JsonSerializer.Serialize(
            writer,
            new PipelineJson
            {
                Format = PipelineReader.Format,
                Version = PipelineReader.Version,
                Steps = [.. saved.Pipeline.Steps.Select(Step)],
                Mixture = Element(saved.Pipeline.Mixture),
                Columns = saved.Columns is { } columns ? [.. columns] : null,
            },
            PipelineJsonContext.Default.PipelineJson);

    private static StepJson Step(FeatureMap step) => step switch
    {
        Standardizer standardizer => new StepJson { Kind = PipelineReader.Standardizer, Means = [.. standardizer.Means], Deviations = [.. standardizer.Deviations] },
        Pca pca => new StepJson
        {
            Kind = PipelineReader.Pca,
            Means = [.. pca.Mean],
            Directions = [.. pca.Directions.Select(row => row.ToArray())],
            Variances = [.. pca.Variances],
            TotalVariance = pca.TotalVariance,
            Whitens = pca.Whitens,
        },
        _ => throw new UnreachableException(),
    };

    private static JsonElement Element(GaussianMixture mixture)
    {
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text))
            MixtureWriter.Write(writer, new SavedMixture(mixture));
        using var document = JsonDocument.Parse(text.GetBuffer().AsMemory(0, (int)text.Length));
        return document.RootElement.Clone();
    }
}
