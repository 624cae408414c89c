using System.Diagnostics;

namespace StreamGmm;

/// <summary>What is done with a block, wherever that is.</summary>
internal static class Doing
{
    /// <summary>Does a task.</summary>
    /// <param name="task">What to do.</param>
    /// <param name="mixture">The mixture of an E-step.</param>
    /// <param name="blocks">Where the block is read.</param>
    /// <param name="threads">How many threads at most, 0 for all cores.</param>
    /// <param name="cancellationToken">Looked at before every tile.</param>
    public static BlockResult Do(BlockTask task, Message.Mixture? mixture, KeptBlocks blocks, int threads, CancellationToken cancellationToken)
    {
        switch (task)
        {
            case BlockTask.Summarize summarize:
                return new BlockResult.Summary(blocks.Summarize(summarize.Name, summarize.Components, cancellationToken));
            case BlockTask.Draw draw:
                return new BlockResult.Rows(draw.Block, draw.Rows.From(blocks.Open(draw.Summary, cancellationToken)));
            case BlockTask.Expect expect:
                var samples = blocks.Open(expect.Summary, cancellationToken);
                var statistics = EStep.Expect(mixture!.Value, samples, mixture.Origin, threads, cancellationToken);
                return new BlockResult.Statistics(expect.Block, samples.Count, RealVector.Create(statistics.Length, statistics.CopyTo));
            default:
                throw new UnreachableException();
        }
    }
}
