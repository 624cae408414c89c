namespace StreamGmm.Cli.Tests.Clusters;

/// <summary>Waits for a file that is written by another process.</summary>
internal static class Growth
{
    /// <summary>Some E-steps of a small mixture.</summary>
    private const int Bytes = 2000;

    /// <summary>Waits until the process has written some more to the file, or has ended.</summary>
    public static async Task OfAsync(string path, CliProcess process)
    {
        using var limit = new CancellationTokenSource(CliProcess.Limit);
        for (var first = Length(); Length() < first + Bytes && !process.HasEnded;)
            await Task.Delay(1, limit.Token);

        long Length() => File.Exists(path) ? new FileInfo(path).Length : 0;
    }
}
