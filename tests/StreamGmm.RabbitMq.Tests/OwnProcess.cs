using System.Diagnostics;

namespace StreamGmm.RabbitMq.Tests;

/// <summary>Starts the tests' own program. It ends when its input does, at the latest with this process.</summary>
internal static class OwnProcess
{
    public static Process Start(string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
