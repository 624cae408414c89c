using System.Diagnostics;
using System.Text.Json;
using StreamGmm.Cli.Tests.Commands;

namespace StreamGmm.Cli.Tests;

/// <summary>The program itself on a stream that goes on: what it prints meanwhile, and what signals leave.</summary>
public sealed class FollowProcessTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Folder folder = new();
    private readonly List<Process> processes = [];

    private string State => folder["s.json"];

    [Fact]
    public async Task A_batch_is_told_before_the_pipe_gets_more()
    {
        var process = Follow("-", "--batch", "5", "--quiet");
        await Feed(process, "x,y\n");
        for (var row = 0; row < 20; row += 5)
        {
            await Feed(process, FollowTests.Some.Rows(5, row));
            Assert.Equal(row + 5, Position(await Line(process)));
        }

        // Less than a batch waits for the end.
        await Feed(process, FollowTests.Some.Rows(2, 20));
        process.StandardInput.Close();
        Assert.Equal(22, Position(await Line(process)));
        Assert.Equal((0, ""), await End(process));
    }

    [SkippableFact]
    public async Task A_pipe_does_not_grow_behind_its_end()
    {
        Skip.If(OperatingSystem.IsWindows(), "There is no mkfifo.");
        using (var make = Process.Start("mkfifo", [folder["pipe"]]))
            await make.WaitForExitAsync();
        var writer = Task.Run(() => new FileStream(folder["pipe"], FileMode.Open, FileAccess.Write));
        var run = await Task.Run(() => CommandLine.Run("follow", folder["pipe"], "--tail", "--components", "2")).WaitAsync(Limit);
        await (await writer.WaitAsync(Limit)).DisposeAsync();
        run.Refused("is a pipe or a device");
    }

    [SkippableTheory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_saves_what_has_come_and_ends_with_130(string signal)
    {
        Skip.If(OperatingSystem.IsWindows(), "There is no kill.");
        var process = Follow("-", "--state", State);
        await Feed(process, FollowTests.Some.Csv(100));
        Assert.Equal(64, Position(await Line(process)));
        await Signal(process, signal);
        var (exit, error) = await End(process);

        // What is still in the pipe between the two has not come.
        var come = (int)SavedState.Read(new MemoryStream(File.ReadAllBytes(State))).Position;
        Assert.InRange(come, 64, 100);
        Assert.Equal((130, $"The state is saved in '{State}' at position {come}.\nstreamgmm: Cancelled.\n"), (exit, error));
        CommandLine.RunWith(FollowTests.Some.Rows(1000 - come, come), "follow", "--components", "2", "--state", State, "--quiet").Done();
        CommandLine.RunWith(FollowTests.Some.Csv(1000), "follow", "--components", "2", "--state", folder["whole.json"]).Done();
        Assert.Equal(File.ReadAllBytes(folder["whole.json"]), File.ReadAllBytes(State));
    }

    [SkippableFact]
    public async Task A_kill_leaves_the_state_that_was_saved_last()
    {
        Skip.If(OperatingSystem.IsWindows(), "There is no kill.");
        var process = Follow("-", "--state", State, "--save-every", "2");
        await Feed(process, FollowTests.Some.Csv(330));
        for (var batch = 1; batch <= 5; batch++)
            Assert.Equal(64 * batch, Position(await Line(process)));
        await Signal(process, "KILL");
        await process.WaitForExitAsync().WaitAsync(Limit);

        // The fifth was told before the rows after it were asked for, and the fourth saved before that.
        Assert.Equal(256, Gmm.LoadState(State).Position);
        CommandLine.RunWith(FollowTests.Some.Rows(744, 256), "follow", "--components", "2", "--state", State, "--quiet").Done();
        CommandLine.RunWith(FollowTests.Some.Csv(1000), "follow", "--components", "2", "--state", folder["whole.json"]).Done();
        Assert.Equal(File.ReadAllBytes(folder["whole.json"]), File.ReadAllBytes(State));
    }

    [SkippableFact]
    public async Task It_ends_when_nobody_reads_the_rest()
    {
        Skip.If(OperatingSystem.IsWindows(), "There is no shell.");
        var host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var line = $"yes 1,2 2> /dev/null | \"{host}\" \"{Dll}\" follow --components 1 --state \"{State}\" | head -n 2 | wc -l";
        var process = Started(new ProcessStartInfo("bash", ["-c", line]));
        Assert.Equal("2", (await Line(process)).Trim());
        Assert.Equal((0, ""), await End(process));
        Assert.InRange(Gmm.LoadState(State).Position, 128, long.MaxValue);
    }

    [SkippableFact]
    public async Task A_file_is_followed_as_it_grows()
    {
        Skip.If(OperatingSystem.IsWindows(), "There is no kill.");
        var path = folder.Write("x.ndjson", Objects(0, 100));
        var process = Follow(path, "--tail", "--state", State);
        Assert.Equal(64, Position(await Line(process)));
        await File.AppendAllTextAsync(path, Objects(100, 50)[..^10]);
        Assert.Equal(128, Position(await Line(process)));
        await Signal(process, "INT");
        var (exit, error) = await End(process);
        Assert.Equal(130, exit);
        Assert.Contains($"The state is saved in '{State}' at position 1", error, StringComparison.Ordinal);

        await File.WriteAllTextAsync(path, Objects(0, 200));
        var resumed = CommandLine.Run("follow", path, "--components", "2", "--state", State, "--quiet").Done();
        Assert.Equal([192, 200], resumed.Lines.Select(Position));
        Assert.Equal(CommandLine.Run("follow", path, "--components", "2").Lines[^2..].AsEnumerable(), resumed.Lines);
    }

    [SkippableFact]
    public async Task A_signal_draws_the_report_of_what_was_learned()
    {
        Skip.If(OperatingSystem.IsWindows(), "There is no kill.");
        var process = Follow(folder.Write("x.csv", FollowTests.Some.Csv(1000)), "--tail", "--batch", "100", "--report", folder["r.html"]);
        for (var batch = 1; batch <= 10; batch++)
            Assert.Equal(100 * batch, Position(await Line(process)));
        await Signal(process, "INT");
        var (exit, error) = await End(process);
        Assert.Equal(130, exit);
        Assert.Matches(@"^The report is in '.*r\.html': \d+ kB, 1000 samples\.\nstreamgmm: Cancelled\.\n$", error);
        Assert.Equal(1000, Page.Read(folder["r.html"]).Numbers("stream", "position")[^1]);
    }

    [SkippableFact]
    public async Task A_file_that_another_takes_the_place_of_ends_the_run_and_the_state_is_saved()
    {
        Skip.If(OperatingSystem.IsWindows(), "A file that is open is not replaced there.");
        var path = folder.Write("x.csv", FollowTests.Some.Csv(100));
        var process = Follow(path, "--tail", "--state", State);
        Assert.Equal(64, Position(await Line(process)));
        File.Move(path, folder["x.csv.1"]);
        var (exit, error) = await End(process);
        Assert.Equal(1, exit);
        Assert.Contains("was removed or renamed while it was followed", error, StringComparison.Ordinal);
        Assert.Contains($"The state is saved in '{State}' at position 100.", error, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        foreach (var process in processes)
        {
            if (!process.HasExited)
                process.Kill();
            process.Dispose();
        }

        folder.Dispose();
    }

    private static string Objects(int first, int count) =>
        string.Concat(FollowTests.Some.Rows(count, first).TrimEnd('\n').Split('\n').Select(row => row.Split(',') is var cells ? $"{{\"x\":{cells[0]},\"y\":{cells[1]}}}\n" : ""));

    private static long Position(string line) => JsonDocument.Parse(line).RootElement.GetProperty("position").GetInt64();

    private static async Task Feed(Process process, string text)
    {
        await process.StandardInput.WriteAsync(text).WaitAsync(Limit);
        await process.StandardInput.FlushAsync().WaitAsync(Limit);
    }

    private static async Task<string> Line(Process process) =>
        await process.StandardOutput.ReadLineAsync().WaitAsync(Limit) ?? throw new EndOfStreamException(await process.StandardError.ReadToEndAsync());

    private static async Task Signal(Process process, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        await kill.WaitForExitAsync();
    }

    private static async Task<(int Exit, string Error)> End(Process process)
    {
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Limit);
        return (process.ExitCode, await error.WaitAsync(Limit));
    }

    private static string Dll => Path.Combine(AppContext.BaseDirectory, "StreamGmm.Cli.dll");

    private Process Follow(string data, params string[] more) => Started(new ProcessStartInfo(
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
        [Dll, "follow", data, "--components", "2", .. more]));

    private Process Started(ProcessStartInfo start)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        processes.Add(Process.Start(start)!);
        return processes[^1];
    }
}
