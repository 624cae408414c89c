using System.Text.Json;

namespace StreamGmm;

/// <summary>Reads a saved pipeline from JSON and says what is wrong with one that is none.</summary>
internal static class PipelineReader
{
    public const string Format = "streamgmm.pipeline";
    public const int Version = 1;
    public const string Standardizer = "standardizer";
    public const string Pca = "pca";

    private const string Advice = "Use a file that Gmm.SavePipeline wrote.";

    public static SavedPipeline Read(Stream stream)
    {
        try
        {
            var json = Checked(JsonSerializer.Deserialize(stream, PipelineJsonContext.Default.PipelineJson));
            var steps = Required(json.Steps, "steps").Select(Step).ToArray();
            return new SavedPipeline(new Pipeline(steps, MixtureReader.Read(Required(json.Mixture, "mixture")).Mixture), json.Columns);
        }
        catch (JsonException e) when (e.InnerException is JsonException)
        {
            throw Bad($"The text is not whole JSON: it breaks off or goes wrong at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.", e);
        }
        catch (JsonException e)
        {
            throw Bad($"\"{e.Path?.TrimStart('$').TrimStart('.')}\" is not of the kind that a pipeline has there, or stands there twice.", e);
        }
        catch (ArgumentException e)
        {
            throw Bad(e.Message.Split(" (Parameter", 2)[0], e);
        }
    }

    private static PipelineJson Checked(PipelineJson? json)
    {
        if (json?.Format is null)
            throw Bad($"The JSON has no \"format\": an object with \"format\": \"{Format}\" was expected.");
        if (json.Format != Format)
            throw Bad($"The format is '{json.Format}': '{Format}' was expected.");
        return Required(json.Version, "version") switch
        {
            Version => json,
            > Version and var newer => throw new InvalidDataException(
                $"The pipeline is of version {newer} of its format, this program reads version {Version}: a newer StreamGmm wrote it. Update this one."),
            var unknown => throw Bad($"The version is {unknown}: {Version} was expected."),
        };
    }

    private static FeatureMap Step(StepJson? step, int number) => step?.Kind switch
    {
        Standardizer => new Standardizer(Vector(step.Means, number, "means"), Vector(step.Deviations, number, "deviations")),
        Pca => new Pca(
            Vector(step.Means, number, "means"),
            RealMatrix.Create([.. Required(step.Directions, $"steps[{number}].directions").Select(row => Vector(row, number, "directions"))]),
            Vector(step.Variances, number, "variances"),
            Required(step.TotalVariance, $"steps[{number}].totalVariance"),
            Required(step.Whitens, $"steps[{number}].whitens")),
        null => throw Bad($"Step {number} has no \"kind\": {Standardizer} or {Pca} was expected."),
        var kind => throw Bad($"Step {number} is of the kind '{kind}': {Standardizer} or {Pca} was expected."),
    };

    private static RealVector Vector(double[]? values, int step, string name) => RealVector.Create(Required(values, $"steps[{step}].{name}"));

    private static T Required<T>(T? value, string name)
        where T : class => value ?? throw Missing(name);

    private static T Required<T>(T? value, string name)
        where T : struct => value ?? throw Missing(name);

    private static InvalidDataException Missing(string name) => Bad($"The pipeline has no \"{name}\", or null stands there: it must have format, version, steps and mixture, and each step its parts.");

    private static InvalidDataException Bad(string what, Exception? cause = null) => new($"{what} {Advice}", cause);
}
