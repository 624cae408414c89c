namespace StreamGmm.Benchmarks.Peers;

/// <summary>A problem as NumPy files in a temporary folder: what every contestant reads.</summary>
internal sealed class ProblemFolder : IDisposable
{
    public ProblemFolder(Problem problem)
    {
        Path = Directory.CreateTempSubdirectory("streamgmm-peers-").FullName;
        Write("samples", problem.Samples.Features.Doubles, problem.Dimension);
        var start = problem.Start;
        Write("weights", start.Weights.AsSpan(), 1);
        Write("means", start.Means.AsSpan(), start.Dimension);
        var covariances = start.Covariances is Covariances.Diagonal diagonal
            ? diagonal.Variances.AsSpan().ToArray()
            : [.. Enumerable.Range(0, start.Components).SelectMany(k => start.Covariance(k).AsSpan().ToArray())];
        Write("covariances", covariances, start.Dimension);
    }

    public string Path { get; }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private void Write(string name, ReadOnlySpan<double> values, int columns)
    {
        using var file = File.Create(System.IO.Path.Combine(Path, name + ".npy"));
        NpyFile.Write(file, values, columns);
    }
}
