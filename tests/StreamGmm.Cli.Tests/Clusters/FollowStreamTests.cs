using System.Text;
using StreamGmm.RabbitMq.Tests.Broker;

namespace StreamGmm.Cli.Tests.Clusters;

/// <summary><c>follow --cluster --queue</c>: a broker's stream, followed to the lines that its rows give as a file.</summary>
[Collection(BrokerCollection.Name)]
public sealed class FollowStreamTests(RabbitMqServer server) : IDisposable
{
    private readonly Folder folder = new();
    private readonly string queue = $"cli-{Guid.NewGuid():N}";
    private readonly List<CliProcess> processes = [];

    [SkippableFact]
    public async Task A_run_that_is_killed_goes_on_to_the_lines_of_a_file()
    {
        server.Require();
        var lines = Lines(3000);
        await WriteAsync(lines.Take(1500));
        folder.Write("rows.csv", string.Concat(lines.Select(line => line + "\n")));
        var expected = (await StartAt(["follow", "rows.csv", "--components", "2", "--columns", "0,1", "--batch", "50"]).EndAsync()).Lines;

        string[] follow = ["follow", "--components", "2", "--columns", "0,1", "--batch", "50", "--queue", queue, "--state", "state.json", "--save-every", "3", "--cluster"];
        var first = StartAt(follow);
        await SavedAsync(600);
        await first.SignalAsync("KILL");
        var told = (await first.EndAsync()).Output.Split('\n')[..^1];
        var second = StartAt(follow);
        await second.SaysAsync("Going on from 'state.json' at position");
        await WriteAsync(lines.Skip(1500));
        await SavedAsync(3000);
        await second.SignalAsync("TERM");
        var end = await second.EndAsync();
        Assert.Equal(130, end.Exit);
        Assert.Contains("The state is saved in 'state.json' at position 3000.", end.Error, StringComparison.Ordinal);
        var rest = end.Output.Split('\n')[..^1];
        Assert.Equal(expected.Take(told.Length), told);
        Assert.InRange(rest.Length, 30, 48);
        Assert.Equal(expected.TakeLast(rest.Length), rest);
        Assert.DoesNotContain(RabbitMqServer.Secret, end.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Objects_are_followed_by_the_names_of_their_fields_and_bad_messages_passed_over()
    {
        server.Require();
        await WriteAsync([.. Lines(600).Select(line => line.Split(',')).Select(row => $"{{\"b\": {row[1]}, \"a\": {row[0]}}}"), "nonsense", "{\"a\": 1}", "{\"a\": 1, \"b\": 2}"]);
        var plain = await StartAt(["follow", "--components", "1", "--queue", queue, "--cluster"]).EndAsync();
        Assert.Equal((2, ""), (plain.Exit, plain.Output));
        Assert.Contains("it is an object with the fields 'b', 'a': say which of its fields are the features, with --columns.", plain.Error, StringComparison.Ordinal);

        string[] follow = ["follow", "--components", "1", "--queue", queue, "--columns", "a,b", "--batch", "1", "--state", "state.json", "--cluster"];
        var faulty = await StartAt(follow).EndAsync();
        Assert.Equal(2, faulty.Exit);
        Assert.Contains($"streamgmm: The message at offset 600 of stream '{queue}' cannot be read: ", faulty.Error, StringComparison.Ordinal);
        Assert.Equal(600, faulty.Lines.Length);
        Assert.Contains("\"columns\":[\"a\",\"b\"]", faulty.Lines[^1], StringComparison.Ordinal);

        var skipping = StartAt(["follow", "--components", "1", "--queue", queue, "--batch", "1", "--state", "state.json", "--save-every", "1", "--on-bad-row", "skip", "--cluster"]);
        await skipping.SaysAsync("Passed over: The message at offset 601");
        await SavedAsync(603);
        await skipping.SignalAsync("TERM");
        var end = await skipping.EndAsync();
        Assert.Contains("\"samples\":601,", Assert.Single(end.Lines), StringComparison.Ordinal);

        // The positions of a state are those of its stream alone.
        var other = await StartAt([.. follow[..^1], "--rows-per-message", "2", "--cluster"]).EndAsync();
        Assert.Equal(2, other.Exit);
        Assert.Contains($"The state of 'state.json' is one of stream '{queue}', 1 rows a message at most, and stream '{queue}', 2 rows a message at most was to be followed", other.Error, StringComparison.Ordinal);
        await File.WriteAllTextAsync(folder["rows.csv"], "a,b\n1,2\n");
        var file = await StartAt(["follow", "rows.csv", "--components", "1", "--state", "state.json"]).EndAsync();
        Assert.Equal(2, file.Exit);
        Assert.Contains($"The state of 'state.json' is one of stream '{queue}'", file.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Messages_of_more_rows_than_said_are_told_and_not_waited_through()
    {
        server.Require();
        await WriteAsync(["1,2\n3,4"]);
        (await StartAt(["follow", "--components", "1", "--queue", queue, "--cluster"]).EndAsync())
            .FailedWith(2, "it has 2 rows, at most 1 were expected. Say how many a message may have with --rows-per-message.");
    }

    [SkippableFact]
    public async Task Rows_that_cannot_be_learned_are_told_and_what_came_before_is_saved()
    {
        server.Require();
        await WriteAsync([.. Lines(600).Select(line => line + ",-1"), "1,2,5", "1,2,-1"]);
        string[] follow = ["follow", "--components", "1", "--queue", queue, "--labels", "2", "--batch", "1", "--state", "state.json", "--cluster"];
        var faulty = await StartAt(follow).EndAsync();
        Assert.Equal(2, faulty.Exit);
        Assert.Contains("The label of row 0 is 5: the 1 components are numbered from 0.", faulty.Error, StringComparison.Ordinal);
        Assert.Contains("The state is saved in 'state.json' at position 600.", faulty.Error, StringComparison.Ordinal);

        var skipping = StartAt([.. follow[..^1], "--on-bad-row", "skip", "--save-every", "1", "--cluster"]);
        await skipping.SaysAsync("Passed over: The batch that ends at position 601: The label of row 0 is 5");
        await SavedAsync(602);
        await skipping.SignalAsync("TERM");
        Assert.Contains("\"samples\":601,", Assert.Single((await skipping.EndAsync()).Lines), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_stream_that_is_not_there_is_told_without_the_password()
    {
        server.Require();
        var outcome = await StartAt(["follow", "--components", "1", "--queue", "nowhere", "--cluster", server.Address]).EndAsync();
        outcome.FailedWith(1, "There is no queue 'nowhere'", "x-queue-type: stream");
        Assert.DoesNotContain(RabbitMqServer.Secret, outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_that_do_not_go_together_are_refused()
    {
        CommandLine.Run("follow", "--components", "1", "--queue", "q").Refused("--queue is given and --cluster is not");
        CommandLine.Run("follow", "--components", "1", "--rows-per-message", "2").Refused("--rows-per-message is given and --cluster is not");
        CommandLine.Run("follow", "--components", "1", "--cluster", "amqp://localhost").Refused("--cluster is given and --queue is not");
        CommandLine.Run("follow", "rows.csv", "--components", "1", "--queue", "q", "--cluster", "amqp://localhost").Refused("DATA is given and --queue too");
        CommandLine.Run("follow", "--tail", "--components", "1", "--queue", "q", "--cluster", "amqp://localhost").Refused("--tail is given");
        CommandLine.Run("follow", "--components", "1", "--queue", "q", "--cluster-name", "c", "--cluster", "amqp://localhost").Refused("--cluster-name");
        CommandLine.Run("follow", "--components", "1", "--queue", new string('q', 256), "--cluster", "amqp://localhost").Refused("the name of a queue was expected");
    }

    public void Dispose()
    {
        foreach (var process in processes)
            process.Dispose();
        folder.Dispose();
    }

    private static string[] Lines(int count)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, count).Select(i => FormattableString.Invariant($"{(5 * (i % 2)) + random.NextDouble():R},{random.NextDouble():R}"))];
    }

    private async Task WriteAsync(IEnumerable<string> messages)
    {
        var address = BrokerAddress.Parse(server.Address);
        await RabbitMqStream.DeclareAsync(address, queue);
        await using var writer = await RabbitMqStreamWriter.OpenAsync(address, queue, 1);
        foreach (var message in messages)
            await writer.WriteAsync(Encoding.UTF8.GetBytes(message));
        await writer.FlushAsync();
    }

    /// <summary>Waits until the state that is saved has come to a position.</summary>
    private async Task SavedAsync(long position)
    {
        using var limit = new CancellationTokenSource(CliProcess.Limit);
        while (!File.Exists(folder["state.json"]) || Gmm.LoadState(folder["state.json"]).Position < position)
            await Task.Delay(1, limit.Token);
    }

    private CliProcess StartAt(string[] args)
    {
        var process = CliProcess.Start(args, folder["."], ("STREAMGMM_CLUSTER", server.Address));
        processes.Add(process);
        return process;
    }
}
