using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace StreamGmm.RabbitMq.Tests;

/// <summary>Holds laws to random cases, the same ones every time unless STREAMGMM_EFFORT is set: it multiplies their number and draws new ones.</summary>
/// <remarks>A failure prints (seed,gamma) and size: set STREAMGMM_REPLAY to "seed,gamma,size" to run that case first.</remarks>
internal static class Law
{
    private static readonly int? Effort = Environment.GetEnvironmentVariable("STREAMGMM_EFFORT") is { } effort ? int.Parse(effort, CultureInfo.InvariantCulture) : null;

    public static void Holds<T>(Gen<T> cases, Action<T> body, int count = 100)
    {
        var config = Config.QuickThrowOnFailure.WithMaxTest(count * (Effort ?? 1));
        if (Effort is null)
            config = config.WithReplay(14695981039346656037, 1099511628211);
        if (Environment.GetEnvironmentVariable("STREAMGMM_REPLAY")?.Trim('(', ')').Split(',') is [var seed, var gamma, var size])
            config = config.WithReplay(ulong.Parse(seed, CultureInfo.InvariantCulture), ulong.Parse(gamma, CultureInfo.InvariantCulture), int.Parse(size, CultureInfo.InvariantCulture));
        Prop.ForAll(Arb.From(cases), body).Check(config);
    }
}
