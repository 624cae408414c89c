using System.Runtime.InteropServices;

namespace StreamGmm.RabbitMq.Tests;

/// <summary>The fit of the tests, on a cluster and on this machine alone.</summary>
internal static class Reference
{
    private static readonly EmOptions Options = new() { Tolerance = 0, MaxIterations = 8 };

    /// <summary>The bits of all states, computed here block by block.</summary>
    public static ulong[][] Local(int blocks, CovarianceShape shape)
    {
        var source = new SomeBlocks(blocks);
        var samples = source.Blocks.Select(block => source.Open(block, default)).ToArray();
        return Bits(Start(shape), (mixture, _) => SufficientStatistics.Merge(samples.Select(part => EStep.Expect(mixture, part, samples[0][0]))));
    }

    /// <summary>The same on a cluster.</summary>
    public static Task<ulong[][]> OnAsync(IBlockCluster cluster, int blocks, CovarianceShape shape, CancellationToken cancellationToken = default) => Task.Run(
        async () =>
        {
            var source = SomeBlocks.Closed(blocks);
            var summaries = await cluster.SummarizeAsync(source, 2, cancellationToken);
            return Bits(Start(shape), (mixture, token) => cluster.ExpectAsync(source, summaries, mixture, summaries[0].FirstValues, token).GetAwaiter().GetResult(), cancellationToken);
        },
        CancellationToken.None);

    private static GaussianMixture Start(CovarianceShape shape)
    {
        var samples = new SomeBlocks(1).Open("block-00", default);
        return shape == CovarianceShape.Spherical
            ? SomeBlocks.Start
            : InitialMixture.Create(samples, 2, shape, new Seeding.KMeans(), seed: 1);
    }

    private static ulong[][] Bits(GaussianMixture start, Expectation expectation, CancellationToken cancellationToken = default) =>
        [.. Em.Iterate(Em.Start(start, expectation, Options, cancellationToken), expectation, Options, cancellationToken).Select(state => Bits(state.Statistics))];

    /// <summary>All numbers, as they are in memory.</summary>
    public static ulong[] Bits(SufficientStatistics statistics)
    {
        var values = new double[statistics.Length];
        statistics.CopyTo(values);
        return MemoryMarshal.Cast<double, ulong>(values).ToArray();
    }
}
