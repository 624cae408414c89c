namespace StreamGmm.Benchmarks.Workers;

/// <summary>A problem cut into .npy files of float64 in a temporary folder.</summary>
internal sealed class BlockFolder : IDisposable
{
    private BlockFolder(string path, Problem problem, int blocks) => (Path, Problem, Blocks) = (path, problem, blocks);

    public string Path { get; }

    public Problem Problem { get; }

    public int Blocks { get; }

    public FileBlocks Source => new(Path, "*.npy");

    public static BlockFolder Of(int count, int dimension, int components, int blocks)
    {
        var problem = Problem.Of(count, dimension, components, CovarianceShape.Full);
        var path = Directory.CreateTempSubdirectory("streamgmm-workers-").FullName;
        for (var block = 0; block < blocks; block++)
        {
            var (first, last) = ((int)((long)count * block / blocks), (int)((long)count * (block + 1) / blocks));
            using var file = File.Create(System.IO.Path.Combine(path, $"part-{block:00000}.npy"));
            NpyFile.Write(file, problem.Samples.Features.Doubles[(first * dimension)..(last * dimension)], dimension);
        }

        return new BlockFolder(path, problem, blocks);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    public override string ToString() => $"{Problem}, {Blocks} blocks";
}
