namespace StreamGmm.Tests;

/// <summary>A fit over blocks whose journal is in a file of its own, gone when it is disposed.</summary>
internal sealed class JournalCase : IDisposable
{
    /// <summary>In memory where that can be had: thousands of flushes to a disk take their time.</summary>
    private readonly string folder = Directory.Exists("/dev/shm")
        ? Directory.CreateDirectory(Path.Combine("/dev/shm", $"streamgmm-{Guid.NewGuid():N}")).FullName
        : Directory.CreateTempSubdirectory("streamgmm").FullName;

    public JournalCase(Samples samples, FitOptions options, int blocks = 3) =>
        (Blocks, Options, Journal) = (MemoryBlocks.Cut(samples, blocks), options, Path.Combine(folder, "fit.journal"));

    public MemoryBlocks Blocks { get; }

    public FitOptions Options { get; }

    public string Journal { get; }

    /// <summary>The same blocks by name, and none of them can be opened.</summary>
    public IBlockSource Closed => MemoryBlocks.Cut(Some.Samples(10), Blocks.Blocks.Count, (block, _) => throw new InvalidOperationException($"'{block}' was opened."));

    /// <summary>The states of the fit without a journal.</summary>
    public EmState[] Expected => [.. FitSequence.States(Blocks, Options)];

    /// <summary>The states of the fit with it, from the start or from where it is.</summary>
    public EmState[] Run(IBlockSource? blocks = null, FitOptions? options = null, IBlockCluster? cluster = null)
    {
        using var journal = FitJournal.Open(Journal, cluster);
        return [.. FitSequence.States(blocks ?? Blocks, options ?? Options, journal)];
    }

    /// <summary>The whole journal of the fit.</summary>
    public byte[] Whole()
    {
        File.Delete(Journal);
        Run();
        return File.ReadAllBytes(Journal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
