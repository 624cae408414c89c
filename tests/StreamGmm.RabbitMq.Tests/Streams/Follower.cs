using System.Globalization;

namespace StreamGmm.RabbitMq.Tests.Streams;

/// <summary>A process that follows a stream and saves its state: what users write.</summary>
internal static class Follower
{
    public const int Dimension = 3;

    /// <summary>Often, so that many kills come while a state is saved.</summary>
    private const int BatchesASave = 16;

    public static OnlineOptions Options => new(3) { Threads = 1, OnBadBatch = OnBadBatch.Fault };

    /// <summary>Follows to a position, and after every few batches tells where it is and waits for a line: whoever reads is never behind.</summary>
    public static async Task<int> RunAsync(BrokerAddress broker, string queue, int rowsPerMessage, string file, long end)
    {
        var state = File.Exists(file) ? Gmm.LoadState(file) : OnlineEm.Start(Options);
        var batches = RabbitMqStream.Batches(new RabbitMqStreamOptions(broker, queue, Dimension) { RowsPerMessage = rowsPerMessage }, state.Position);
        var count = 0;
        if (state.Position < end)
        {
            await foreach (var next in batches.FollowMixtureAsync(Options, state))
            {
                state = next;
                if (state.Position >= end)
                    break;
                if (++count % BatchesASave == 0)
                    Gmm.SaveState(state, file);
                if (count % 4 != 1)
                    continue;
                Console.WriteLine(state.Position.ToString(CultureInfo.InvariantCulture));
                if (await Console.In.ReadLineAsync() is null)
                    return 1;
            }
        }

        Gmm.SaveState(state, file);
        Console.WriteLine("done");
        return 0;
    }
}
