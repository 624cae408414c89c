using System.Globalization;

namespace StreamGmm.Cli.Tests.Clusters;

/// <summary>Data in several files.</summary>
internal static class Some
{
    private static readonly GaussianMixture Truth = new([0.6, 0.4], [[0, 0], [3, 1]], new Covariances.Spherical([1, 2]));

    /// <summary>Three files data/a.csv, data/b.csv and data/c.csv with the columns x, y and w, of which the second has others in between.</summary>
    public static void Files(Folder folder)
    {
        Directory.CreateDirectory(folder["data"]);
        var samples = Truth.Sample(600, 1);
        foreach (var (file, i) in new[] { "a", "b", "c" }.Select((file, i) => (file, i)))
        {
            var rows = Enumerable.Range(200 * i, 200).Select(row => (X: Text(samples, row, 0), Y: Text(samples, row, 1), W: (row % 3) + 1));
            File.WriteAllText(folder[$"data/{file}.csv"], file == "b"
                ? "y,name,w,x\n" + string.Concat(rows.Select(row => $"{row.Y},somebody,{row.W},{row.X}\n"))
                : "x,y,w\n" + string.Concat(rows.Select(row => $"{row.X},{row.Y},{row.W}\n")));
        }
    }

    /// <summary>An array of two columns.</summary>
    public static void Array(string path, int rows)
    {
        var samples = Truth.Sample(rows, 2);
        var values = new double[2 * rows];
        for (var i = 0; i < rows; i++)
            samples.CopyRow(i, values.AsSpan(2 * i));
        using var stream = File.Create(path);
        NpyFile.Write(stream, values, 2);
    }

    private static string Text(Samples samples, int row, int axis)
    {
        Span<double> values = stackalloc double[2];
        samples.CopyRow(row, values);
        return values[axis].ToString("R", CultureInfo.InvariantCulture);
    }
}
