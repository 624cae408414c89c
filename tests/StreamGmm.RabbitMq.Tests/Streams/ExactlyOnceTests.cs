using System.Globalization;
using StreamGmm.RabbitMq.Tests.Broker;

namespace StreamGmm.RabbitMq.Tests.Streams;

/// <summary>Every row is learned once, whatever dies on the way: the state is that of the rows in memory, bit for bit.</summary>
[Collection(BrokerCollection.Name)]
public class ExactlyOnceTests(RabbitMqServer server)
{
    [SkippableFact]
    public async Task A_million_rows_and_twenty_kills_of_the_follower()
    {
        const int Rows = 1_000_000, RowsAMessage = 200, Kills = 20;
        var stream = await TestStream.DeclareAsync(server, RowsAMessage);
        var rows = TestStream.Rows(0, Rows, Follower.Dimension);
        await stream.WriteAsync(rows);
        var folder = Directory.CreateTempSubdirectory("streamgmm-follower-");
        try
        {
            var file = Path.Combine(folder.FullName, "state.json");
            var random = new Random(7);
            var (kills, starts) = (0, 0);
            var end = Rows / OnlineOptions.DefaultBatch(Follower.Dimension) * OnlineOptions.DefaultBatch(Follower.Dimension);
            for (var isDone = false; !isDone; starts++)
            {
                // Each kill comes some way behind the one before, and then at any point of a batch or of a save.
                var until = kills < Kills ? ((kills + random.NextDouble()) * Rows) / (Kills + 1) : double.PositiveInfinity;
                isDone = await FollowAsync(stream, file, end, until, random.Next(200));
                kills += isDone ? 0 : 1;
            }

            Assert.Equal((Kills, Kills + 1), (kills, starts));
            var expected = InMemory(rows);
            Assert.Equal(expected.Position, Gmm.LoadState(file).Position);
            Assert.Equal(expected, Gmm.LoadState(file));
            var undisturbed = Path.Combine(folder.FullName, "undisturbed.json");
            Gmm.SaveState(expected, undisturbed);
            Assert.Equal(await File.ReadAllBytesAsync(undisturbed), await File.ReadAllBytesAsync(file));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Runs the follower until it is done, or kills it with signal 9 some microseconds after it has told a position and gone on.</summary>
    private static async Task<bool> FollowAsync(TestStream stream, string file, long end, double until, int microseconds)
    {
        using var process = OwnProcess.Start(["follow", stream.Server.Address, stream.Queue, $"{stream.RowsPerMessage}", file, $"{end}"]);
        try
        {
            while (await process.StandardOutput.ReadLineAsync().WaitAsync(TestStream.Limit) is { } line)
            {
                if (line == "done")
                    return true;
                await process.StandardInput.WriteLineAsync();
                await process.StandardInput.FlushAsync();
                if (long.Parse(line, CultureInfo.InvariantCulture) < until)
                    continue;
                var start = System.Diagnostics.Stopwatch.GetTimestamp();
                while (System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalMicroseconds < microseconds)
                    Thread.SpinWait(10);
                process.Kill();
                await process.WaitForExitAsync().WaitAsync(TestStream.Limit);
                return false;
            }

            throw new InvalidOperationException($"The follower ended with {process.ExitCode}.");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.StandardInput.Close();
                await process.WaitForExitAsync().WaitAsync(TestStream.Limit);
            }
        }
    }

    private static OnlineState InMemory(Samples rows)
    {
        var size = OnlineOptions.DefaultBatch(Follower.Dimension);
        var state = OnlineEm.Start(Follower.Options);
        for (var row = 0; row + size <= rows.Count; row += size)
            state = OnlineEm.Next(state, new Batch(rows.Slice(row, size), row + size), Follower.Options);
        return state;
    }
}
