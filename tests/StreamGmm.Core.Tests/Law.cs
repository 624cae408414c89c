using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace StreamGmm.Core.Tests;

/// <summary>Holds laws to random cases. A failure prints (seed,gamma) and size: set STREAMGMM_REPLAY to "seed,gamma,size" to run that case first; STREAMGMM_EFFORT multiplies the number of cases.</summary>
internal static class Law
{
    private static readonly int Effort = int.Parse(Environment.GetEnvironmentVariable("STREAMGMM_EFFORT") ?? "1", CultureInfo.InvariantCulture);

    public static void Holds(Action<Problem> body, int cases = 60) => Holds(Generators.Problems, body, cases);

    public static void Holds<T>(Arbitrary<T> arbitrary, Action<T> body, int cases = 60)
    {
        var config = Config.QuickThrowOnFailure.WithMaxTest(cases * Effort);
        if (Environment.GetEnvironmentVariable("STREAMGMM_REPLAY")?.Trim('(', ')').Split(',') is [var seed, var gamma, var size])
            config = config.WithReplay(ulong.Parse(seed, CultureInfo.InvariantCulture), ulong.Parse(gamma, CultureInfo.InvariantCulture), int.Parse(size, CultureInfo.InvariantCulture));
        Prop.ForAll(arbitrary, body).Check(config);
    }
}
