namespace StreamGmm.Benchmarks.Online;

/// <summary>How long a mixture that follows a stream takes to follow a jump.</summary>
internal static class Recovery
{
    /// <summary>The mixture is back when new samples lose no more than this against the truth, in nats.</summary>
    private const double Near = 0.05;

    /// <summary>The rows after the jump until the mixture is back, and the alarms before it.</summary>
    /// <param name="dimension">D.</param>
    /// <param name="components">K.</param>
    /// <param name="options">How the stream is followed.</param>
    /// <param name="seed">Which mixture, and which jump.</param>
    /// <param name="before">The rows before the jump, from the truth on.</param>
    /// <param name="batch">The rows of a batch.</param>
    /// <param name="most">The rows after which it is given up.</param>
    public static (double Rows, int FalseAlarms) Samples(int dimension, int components, OnlineOptions options, int seed, int before, int batch, int most)
    {
        var truth = Streams.Truth(components, dimension, 3 + (0.5 * (seed % 3)), seed);
        var moved = Streams.Jump(truth, seed);
        var settled = Streams.Follow(OnlineEm.Start(truth, options), truth.Sample(before, 1), batch, options).Last();
        var held = moved.Sample(5_000, 2);
        var index = Streams.Follow(settled, moved.Sample(most, 3), batch, options)
            .Select((state, b) => (state, b))
            .First(s => Streams.Gap(moved, s.state.Mixture!, held) < Near || (s.b + 1) * batch >= most).b;
        return ((index + 1) * batch, settled.Alarms);
    }
}
