using System.Globalization;
using System.IO.Compression;
using System.Text.Json;

namespace StreamGmm.Core.Tests.Reference;

/// <summary>A file of results computed elsewhere (see README.md beside this file), and the data they belong to.</summary>
internal sealed class ReferenceFile(JsonElement root)
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Reference");

    public JsonElement Root { get; } = root;

    public JsonElement this[string property] => Root.GetProperty(property);

    /// <summary>The names of all files that begin so: one row of a theory each.</summary>
    public static TheoryData<string> Named(string prefix) =>
        [.. Directory.GetFiles(Path.Combine(Folder, "cases"), prefix + "*").Select(path => Path.GetFileName(path).Split(".json")[0]).Order(StringComparer.Ordinal)];

    public static ReferenceFile Read(string name)
    {
        using var text = Open(Path.Combine(Folder, "cases", name + ".json"));
        using var document = JsonDocument.Parse(text.ReadToEnd());
        return new ReferenceFile(document.RootElement.Clone());
    }

    /// <summary>The feature columns of the data set, n × D, standardised where the case says so.</summary>
    public double[][] Rows()
    {
        var rows = Columns([.. this["columns"].Strings()]);
        return Root.TryGetProperty("preprocess", out var preprocess) && preprocess.ValueKind == JsonValueKind.String ? Standardized(rows, preprocess.GetString()!) : rows;
    }

    /// <summary>Columns of the data set by name, row after row.</summary>
    public double[][] Columns(params string[] names)
    {
        using var text = Open(Path.Combine(Folder, "data", this["dataset"].GetString()!));
        var header = text.ReadLine()!.Split(',');
        var places = names.Select(name => Array.IndexOf(header, name)).ToArray();
        var rows = new List<double[]>();
        while (text.ReadLine() is { } line)
        {
            var cells = line.Split(',');
            rows.Add([.. places.Select(place => double.Parse(cells[place], CultureInfo.InvariantCulture))]);
        }

        return [.. rows];
    }

    /// <summary>The options that iterate as scikit-learn does.</summary>
    public EmOptions Options(double tolerance = 0, int maxIterations = 3000) => new()
    {
        Tolerance = tolerance,
        MaxIterations = maxIterations,
        Regularization = new Regularization.Absolute(this["reg_covar"].GetDouble()),
        Acceleration = Acceleration.None,
        Stop = Stop.Change,
    };

    private static StreamReader Open(string path)
    {
        if (File.Exists(path) && Path.GetExtension(path) != ".gz")
            return new StreamReader(path);
        var packed = path.EndsWith(".gz", StringComparison.Ordinal) ? path : path + ".gz";
        return new StreamReader(new GZipStream(File.OpenRead(packed), CompressionMode.Decompress));
    }

    private static double[][] Standardized(double[][] rows, string rule)
    {
        Assert.StartsWith("standardize: (x - column mean) / column standard deviation (divisor n)", rule, StringComparison.Ordinal);
        var result = rows.Select(row => new double[row.Length]).ToArray();
        for (var j = 0; j < rows[0].Length; j++)
        {
            var mean = rows.Average(row => row[j]);
            var deviation = Math.Sqrt(rows.Average(row => (row[j] - mean) * (row[j] - mean)));
            for (var i = 0; i < rows.Length; i++)
                result[i][j] = (rows[i][j] - mean) / deviation;
        }

        return result;
    }
}
