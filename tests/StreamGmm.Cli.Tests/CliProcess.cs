using System.Diagnostics;
using System.Text;

namespace StreamGmm.Cli.Tests;

/// <summary>The program as a process of its own, and what it says as it says it. Killed at the end of the test, if it is still there.</summary>
public sealed class CliProcess : IDisposable
{
    /// <summary>Whatever takes longer hangs.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly Process process;
    private readonly StringBuilder errors = new();
    private readonly Task<string> output;
    private readonly Task reading;
    private readonly List<(string Text, TaskCompletionSource Said)> waits = [];

    private CliProcess(Process process)
    {
        this.process = process;
        output = process.StandardOutput.ReadToEndAsync();
        reading = Task.Run(ReadAsync);
    }

    public int Id => process.Id;

    public bool HasEnded => process.HasExited;

    /// <summary>Starts it, in a folder and with variables of the environment where they are given.</summary>
    public static CliProcess Start(string[] args, string? folder = null, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Path.Combine(AppContext.BaseDirectory, "StreamGmm.Cli.dll"), .. args])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new CliProcess(Process.Start(start)!);
    }

    /// <summary>Waits until it has said a text on standard error.</summary>
    public async Task SaysAsync(string text)
    {
        var said = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (errors)
        {
            if (errors.ToString().Contains(text, StringComparison.Ordinal))
                return;
            waits.Add((text, said));
        }

        if (await Task.WhenAny(said.Task, reading).WaitAsync(Limit) != said.Task)
            Assert.Fail($"It ended, and did not say '{text}' but: {errors}");
    }

    /// <summary>Waits for its end.</summary>
    public async Task<Outcome> EndAsync()
    {
        await process.WaitForExitAsync().WaitAsync(Limit);
        await reading.WaitAsync(Limit);
        return new Outcome(process.ExitCode, await output.WaitAsync(Limit), errors.ToString());
    }

    /// <summary>Sends a signal: INT, TERM, KILL, STOP, CONT.</summary>
    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{process.Id}"]);
        await kill.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            lock (errors)
            {
                errors.Append(line).Append('\n');
                foreach (var (text, said) in waits)
                {
                    if (errors.ToString().Contains(text, StringComparison.Ordinal))
                        said.TrySetResult();
                }
            }
        }
    }
}
