using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace StreamGmm;

/// <summary>Reads a saved mixture from JSON and says what is wrong with one that is none.</summary>
internal static class MixtureReader
{
    public const string Format = "streamgmm.mixture";
    public const int Version = 1;

    private const string Advice = "Use a file that --save or Gmm.Save wrote.";

    public static SavedMixture Read(Stream stream) => Read(Parse(() => JsonSerializer.Deserialize(stream, MixtureJsonContext.Default.MixtureJson)));

    public static SavedMixture Read(JsonElement element) => Read(Parse(() => element.Deserialize(MixtureJsonContext.Default.MixtureJson)));

    private static SavedMixture Read(MixtureJson? read)
    {
        var json = Checked(read);
        try
        {
            var mixture = new GaussianMixture(
                RealVector.Create(Required(json.Weights, "weights")),
                Matrix(Required(json.Means, "means"), "means"),
                ReadCovariances(CovarianceShape.Parse(Required(json.Shape, "shape")), Required(json.Covariances, "covariances")));
            return new SavedMixture(mixture, json.Columns);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw Bad(WithoutParameter(e.Message), e);
        }
    }

    private static MixtureJson? Parse(Func<MixtureJson?> parse)
    {
        try
        {
            return parse();
        }
        catch (JsonException e)
        {
            throw Misread(e, "");
        }
    }

    private static MixtureJson Checked(MixtureJson? json)
    {
        if (json?.Format is null)
            throw Bad($"The JSON has no \"format\": an object with \"format\": \"{Format}\" was expected.");
        if (json.Format == StateEnvelope.OfStream.Format)
            throw new InvalidDataException($"The format is '{json.Format}', a stream's state: '{Format}' was expected. The mixture is inside it, as \"mixture\" of \"state\"; Gmm.LoadState reads it.");
        if (json.Format == StateEnvelope.OfPartitions.Format)
            throw new InvalidDataException($"The format is '{json.Format}', the state of a stream in partitions: '{Format}' was expected. The mixture is inside it, as \"mixture\" of \"merged\" of \"state\"; Gmm.LoadPartitions reads it.");
        if (json.Format != Format)
            throw Bad($"The format is '{json.Format}': '{Format}' was expected.");
        return Required(json.Version, "version") switch
        {
            Version => json,
            > Version and var newer => throw new InvalidDataException(
                $"The mixture is of version {newer} of its format, this program reads version {Version}: a newer StreamGmm wrote it. Update this one."),
            var unknown => throw Bad($"The version is {unknown}: {Version} was expected."),
        };
    }

    private static Covariances ReadCovariances(CovarianceShape shape, JsonElement element) => shape.ToString() switch
    {
        "full" => new Covariances.Full(Rows(element, MixtureJsonContext.Default.DoubleArrayArrayArray, "K × D × D").Select((rows, k) => Matrix(rows, $"covariances[{k}]"))),
        "tied" => new Covariances.Tied(Matrix(Rows(element, MixtureJsonContext.Default.DoubleArrayArray, "D × D"), "covariances")),
        "diagonal" => new Covariances.Diagonal(Matrix(Rows(element, MixtureJsonContext.Default.DoubleArrayArray, "K × D"), "covariances")),
        "spherical" => new Covariances.Spherical(RealVector.Create(Rows(element, MixtureJsonContext.Default.DoubleArray, "K"))),
        _ when shape.Rank > 0 => LowRank(shape.Rank, Rows(element, MixtureJsonContext.Default.LowRankJson, "an object of directions (K × D × r), variances (K × r) and noise (K)")),
        _ => throw new UnreachableException(),
    };

    private static Covariances.LowRank LowRank(int rank, LowRankJson json)
    {
        var variances = Matrix(Required(json.Variances, "covariances.variances"), "covariances.variances");
        return variances.Columns == rank
            ? new Covariances.LowRank(
                Required(json.Directions, "covariances.directions").Select((rows, k) => Matrix(rows, $"covariances.directions[{k}]")),
                variances,
                RealVector.Create(Required(json.Noise, "covariances.noise")))
            : throw Bad($"The shape has the rank {rank}, there are {variances.Columns} variances a component: they must agree.");
    }

    private static T Rows<T>(JsonElement element, JsonTypeInfo<T> type, string size)
    {
        try
        {
            return element.Deserialize(type)!;
        }
        catch (JsonException e)
        {
            throw Misread(e, $"covariances", $" The shape asks for {size} numbers.");
        }
    }

    private static RealMatrix Matrix(double[]?[]? rows, string name) => rows is null || Array.IndexOf(rows, null) >= 0
        ? throw Bad($"\"{name}\" has null where a row of numbers was expected.")
        : RealMatrix.Create([.. rows.Select(row => RealVector.Create(row))]);

    private static T Required<T>(T? value, string name)
        where T : class => value ?? throw Missing(name);

    private static T Required<T>(T? value, string name)
        where T : struct => value ?? throw Missing(name);

    private static InvalidDataException Missing(string name) => Bad($"The mixture has no \"{name}\": it must have format, version, shape, weights, means and covariances.");

    /// <summary>What the parser met, without the names of our types.</summary>
    private static InvalidDataException Misread(JsonException e, string root, string expected = "")
    {
        if (e.InnerException is JsonException)
            return Bad($"The text is not whole JSON: it breaks off or goes wrong at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.", e);
        var path = (root + e.Path?.TrimStart('$')).TrimStart('.');
        return path.Length > 0
            ? Bad($"\"{path}\" is not of the kind that a mixture has there, or stands there twice.{expected}", e)
            : Bad($"The JSON is no mixture: an object with \"format\": \"{Format}\" was expected.", e);
    }

    private static InvalidDataException Bad(string what, Exception? cause = null) => new($"{what} {Advice}", cause);

    private static string WithoutParameter(string message) => message.IndexOf(" (Parameter", StringComparison.Ordinal) is >= 0 and var end ? message[..end] : message;
}
