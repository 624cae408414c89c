using System.Diagnostics;
using System.Text.Json;

namespace StreamGmm;

/// <summary>Writes a saved mixture as JSON; doubles in the shortest form that reads back bit for bit.</summary>
internal static class MixtureWriter
{
    public static void Write(Utf8JsonWriter writer, SavedMixture saved) =>
        JsonSerializer.Serialize(
            writer,
            new MixtureJson
            {
                Format = MixtureReader.Format,
                Version = MixtureReader.Version,
                Shape = saved.Mixture.Shape.ToString(),
                Weights = [.. saved.Mixture.Weights],
                Means = Rows(saved.Mixture.Means),
                Covariances = Element(saved.Mixture.Covariances),
                Columns = saved.Columns is { } columns ? [.. columns] : null,
            },
            MixtureJsonContext.Default.MixtureJson);

    private static JsonElement Element(Covariances covariances) => covariances switch
    {
        Covariances.Full full => JsonSerializer.SerializeToElement(full.Matrices.Select(Rows).ToArray(), MixtureJsonContext.Default.DoubleArrayArrayArray),
        Covariances.Tied tied => JsonSerializer.SerializeToElement(Rows(tied.Matrix), MixtureJsonContext.Default.DoubleArrayArray),
        Covariances.Diagonal diagonal => JsonSerializer.SerializeToElement(Rows(diagonal.Variances), MixtureJsonContext.Default.DoubleArrayArray),
        Covariances.Spherical spherical => JsonSerializer.SerializeToElement([.. spherical.Variances], MixtureJsonContext.Default.DoubleArray),
        _ => throw new UnreachableException(),
    };

    private static double[][] Rows(RealMatrix matrix) => [.. Enumerable.Range(0, matrix.Rows).Select(i => matrix.Row(i).ToArray())];
}
