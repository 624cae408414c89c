namespace StreamGmm.Cli.Tests.Clusters;

/// <summary>Waits for a file that is written by another process.</summary>
internal static class Growth
{
    /// <summary>Waits until the file is there and has grown some times: something is in it, and it is still written.</summary>
    public static async Task OfAsync(string path)
    {
        using var limit = new CancellationTokenSource(CliProcess.Limit);
        for (var (grown, length) = (0, 0L); grown < 5;)
        {
            await Task.Delay(1, limit.Token);
            if (File.Exists(path) && new FileInfo(path).Length is var now && now > length)
                (grown, length) = (grown + 1, now);
        }
    }
}
