using System.Diagnostics;
using System.Runtime.Intrinsics.X86;

namespace StreamGmm.Cli.Tests;

/// <summary>The program itself: exit codes, signals, the environment.</summary>
public sealed class ProcessTests : IDisposable
{
    private static readonly string Faithful = Folder.Data("faithful.csv");

    private readonly Folder folder = new();

    [Fact]
    public async Task Results_and_messages_are_kept_apart()
    {
        var done = await RunAsync(Start("fit", Faithful, "--components", "2", "--json"));
        Assert.Equal(0, done.Exit);
        Assert.Equal(("converged", ""), (done.Json.GetProperty("status").GetString(), done.Error));

        (await RunAsync(Start("fit", Faithful, "--components", "two"))).Refused("--components is 'two'");
    }

    [SkippableTheory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_ends_a_fit_with_130_and_no_result(string signal)
    {
        Skip.If(OperatingSystem.IsWindows(), "There is no kill.");
        using var process = Start("fit", Faithful, "--components", "2", "--tolerance", "0", "--max-iterations", "2000000000", "--json", "--save", folder["m.json"]);
        await Task.Delay(1500);
        Assert.False(process.HasExited);
        using (var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]))
            await kill.WaitForExitAsync();
        (await RunAsync(process)).FailedWith(130, "Cancelled");
        Assert.Empty(folder.Names);
    }

    [SkippableFact]
    public async Task A_signal_ends_a_wait_for_standard_input()
    {
        Skip.If(OperatingSystem.IsWindows(), "There is no kill.");
        using var process = Start("fit", "-", "--components", "2");
        await Task.Delay(1000);
        using (var kill = Process.Start("kill", ["-INT", $"{process.Id}"]))
            await kill.WaitForExitAsync();
        (await RunAsync(process)).FailedWith(130, "Cancelled");
    }

    [SkippableFact]
    public async Task Whoever_reads_the_head_only_is_no_fault()
    {
        Skip.If(OperatingSystem.IsWindows(), "There is no shell.");
        var model = folder["m.json"];
        CommandLine.Run("fit", Faithful, "--components", "2", "--quiet", "--save", model).Done();

        var line = $"set -o pipefail; \"{Host}\" \"{Dll}\" sample \"{model}\" -n 300000 | head -n 1";
        using var process = Started(new ProcessStartInfo("bash", ["-c", line]));
        Assert.Equal("eruptions,waiting\n", (await RunAsync(process)).Done().Output);
    }

    [SkippableFact]
    public async Task The_width_of_vectors_changes_no_bit()
    {
        Skip.IfNot(Avx512F.IsSupported && Fma.IsSupported, "There is nothing to switch off.");
        string[] fit = ["fit", Folder.Data("iris.csv"), "--columns", "sepal_length,sepal_width,petal_length,petal_width", "--components", "3", "--json"];

        var wide = await RunAsync(Start(fit));
        using var narrow = Start([("DOTNET_EnableAVX512", "0")], fit);
        Assert.Equal(WithoutSeconds(wide), WithoutSeconds(await RunAsync(narrow)));
    }

    public void Dispose() => folder.Dispose();

    private static string Host => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    private static string Dll => Path.Combine(AppContext.BaseDirectory, "StreamGmm.Cli.dll");

    private static string WithoutSeconds(Outcome outcome) => string.Join('\n', outcome.Done().Json.EnumerateObject().Where(p => p.Name != "seconds"));

    private static Process Start(params string[] args) => Start([], args);

    private static Process Start((string Name, string Value)[] environment, string[] args)
    {
        var start = new ProcessStartInfo(Host, [Dll, .. args]);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Started(start);
    }

    private static Process Started(ProcessStartInfo start)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        return Process.Start(start)!;
    }

    private static async Task<Outcome> RunAsync(Process process)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var (output, error) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return new Outcome(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
