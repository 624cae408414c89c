using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace StreamGmm.Benchmarks.Peers;

/// <summary>A program of another system that reads a problem's folder and prints what it measured as one JSON object.</summary>
/// <param name="Command">The program and the arguments that are always the same.</param>
/// <param name="Environment">Variables that it is given.</param>
internal sealed record Harness(IReadOnlyList<string> Command, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>The source of a harness, beside this program.</summary>
    public static string Source(string name) => Path.Combine(AppContext.BaseDirectory, "Harnesses", name);

    /// <summary>Runs it with so many threads.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message holds the last of what it said.</exception>
    public JsonElement Run(int threads, params string[] arguments)
    {
        var (exit, output, error) = Execute([.. Command, .. arguments], start =>
        {
            foreach (var variable in (string[])["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"])
                start.Environment[variable] = threads.ToString(CultureInfo.InvariantCulture);
            foreach (var (name, value) in Environment)
                start.Environment[name] = value;
        });
        if (exit != 0)
            throw new InvalidOperationException($"{string.Join(' ', Command)} ended with {exit}: {error.TrimEnd().Split('\n')[^1]}");
        try
        {
            return JsonDocument.Parse(output).RootElement;
        }
        catch (JsonException fault)
        {
            throw new InvalidOperationException($"{string.Join(' ', Command)} printed '{output.TrimEnd()}', not one JSON object of finite numbers.", fault);
        }
    }

    /// <summary>Runs a program to its end; −1 where there is no such program.</summary>
    public static (int Exit, string Output, string Error) Execute(IReadOnlyList<string> command, Action<ProcessStartInfo>? prepare = null)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        prepare?.Invoke(start);
        try
        {
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, error.Result);
        }
        catch (System.ComponentModel.Win32Exception fault)
        {
            return (-1, "", fault.Message);
        }
    }
}
