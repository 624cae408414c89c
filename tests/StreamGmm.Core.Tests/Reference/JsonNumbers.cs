using System.Text.Json;

namespace StreamGmm.Core.Tests.Reference;

/// <summary>Reads nested lists of numbers as the library's values.</summary>
internal static class JsonNumbers
{
    public static double Number(this JsonElement element, string property) => element.GetProperty(property).GetDouble();

    public static IEnumerable<string> Strings(this JsonElement list) => list.EnumerateArray().Select(x => x.GetString()!);

    public static double[] Doubles(this JsonElement list) => [.. list.EnumerateArray().Select(x => x.GetDouble())];

    public static double[] Doubles(this JsonElement element, string property) => element.GetProperty(property).Doubles();

    public static int[] Integers(this JsonElement element, string property) => [.. element.GetProperty(property).EnumerateArray().Select(x => x.GetInt32())];

    public static RealMatrix Matrix(this JsonElement rows) => RealMatrix.Create([.. rows.EnumerateArray().Select(row => RealVector.Create(row.Doubles()))]);

    /// <summary>The mixture that has weights, means and covariances here; the shape under scikit-learn's name.</summary>
    public static GaussianMixture Mixture(this JsonElement element, string covarianceType) => new(
        RealVector.Create(element.Doubles("weights")),
        element.GetProperty("means").Matrix(),
        Covariances(element.GetProperty("covariances"), covarianceType));

    public static CovarianceShape Shape(string covarianceType) => CovarianceShape.Parse(covarianceType == "diag" ? "diagonal" : covarianceType);

    private static Covariances Covariances(JsonElement value, string covarianceType) => covarianceType switch
    {
        "full" => new Covariances.Full(value.EnumerateArray().Select(Matrix)),
        "tied" => new Covariances.Tied(value.Matrix()),
        "diag" => new Covariances.Diagonal(value.Matrix()),
        "spherical" => new Covariances.Spherical(RealVector.Create(value.Doubles())),
        _ => throw new ArgumentOutOfRangeException(nameof(covarianceType), covarianceType, "no such shape"),
    };
}
