using System.Diagnostics;

namespace StreamGmm;

/// <summary>What is done with blocks, wherever that is.</summary>
internal static class Doing
{
    /// <summary>Does a task.</summary>
    /// <param name="task">What to do.</param>
    /// <param name="mixture">The mixture of an E-step.</param>
    /// <param name="blocks">Where the blocks are read.</param>
    /// <param name="threads">How many threads at most, 0 for all cores.</param>
    /// <param name="begin">Told of the name of each block before it is worked on.</param>
    /// <param name="cancellationToken">Looked at before every tile.</param>
    public static BlockResult Do(BlockTask task, Message.Mixture? mixture, KeptBlocks blocks, int threads, Action<string> begin, CancellationToken cancellationToken)
    {
        begin(task.Block);
        switch (task)
        {
            case BlockTask.Summarize summarize:
                return new BlockResult.Summary(blocks.Summarize(summarize.Name, summarize.Components, cancellationToken));
            case BlockTask.Draw draw:
                return new BlockResult.Rows(draw.Block, draw.Rows.From(blocks.Open(draw.Summary, cancellationToken)));
            case BlockTask.Expect expect:
                var statistics = SufficientStatistics.Merge(expect.Summaries.Select(Statistics));
                return new BlockResult.Statistics(expect.Block, expect.Blocks, expect.Summaries.Sum(summary => (long)summary.Count), RealVector.Create(statistics.Length, statistics.CopyTo));
            default:
                throw new UnreachableException();
        }

        SufficientStatistics Statistics(BlockSummary summary)
        {
            begin(summary.Block);
            return EStep.Expect(mixture!.Value, blocks.Open(summary, cancellationToken), mixture.Origin, threads, cancellationToken);
        }
    }
}
