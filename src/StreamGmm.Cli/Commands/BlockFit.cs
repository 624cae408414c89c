using System.Diagnostics;
using StreamGmm.Cli.Arguments;
using StreamGmm.Cli.Clusters;
using StreamGmm.Cli.Input;
using StreamGmm.Cli.Output;
using StreamGmm.Cli.Reports;

namespace StreamGmm.Cli.Commands;

/// <summary>A fit over the blocks of files, one after another on this machine, or on the workers of a cluster.</summary>
internal sealed class BlockFit(Shell shell, WantedBlocks wanted, ReadOptions roles, FitOptions options, bool isQuiet)
{
    private readonly Action<string> note = isQuiet ? _ => { } : shell.Say;

    /// <summary>The report that is drawn of the fit; null for none.</summary>
    public FitDrawing? Drawing { get; init; }

    /// <summary>The mixture to start from, and where it is from; null for none.</summary>
    public (SavedMixture Mixture, string Path)? Start { get; init; }

    /// <summary>Fits.</summary>
    public FitReport Run()
    {
        var clock = Stopwatch.StartNew();
        var blocks = Progress.Show(shell, isQuiet, $"looking for {wanted.Data}", _ => BlockFiles.Find(wanted, roles with { FittedColumns = Start?.Mixture.Columns }, Parameters));
        DataInput.NoteSkipped(blocks.First!, note);
        if (Start is { } start)
            DataInput.RequireFitted(new DataSource(wanted.Data, shell), blocks.First!, roles, start.Mixture, start.Path, note);
        var load = clock.Elapsed;
        if (wanted.Cluster is null)
            return Progress.Show(shell, isQuiet, "looking at the blocks", show => Here(blocks, load, new FitLine("looking at the blocks", show)));
        return OnCluster(blocks, load);
    }

    private FitReport Here(FileBlocks blocks, TimeSpan load, FitLine line)
    {
        var places = blocks.Blocks.Select((block, i) => (block, i)).ToDictionary(pair => pair.block, pair => pair.i, StringComparer.Ordinal);
        var told = new ToldBlocks(blocks, block => line.Way(FormattableString.Invariant($"block {places[block] + 1} of {places.Count}")), _ => { });
        return Fit(told, blocks.First!, new LocalCluster(options.Em.Threads), load, line);
    }

    private FitReport OnCluster(FileBlocks blocks, TimeSpan load)
    {
        using var cluster = FitCluster.Connect(shell, wanted, isQuiet);
        NoteRoot(blocks);
        try
        {
            var report = Progress.Show(shell, isQuiet, "looking at the blocks", show =>
            {
                var line = new FitLine("looking at the blocks", show);
                cluster.Show = line.Way;
                return Fit(blocks, blocks.First!, cluster.Cluster, load, line);
            });
            if (cluster.Summary() is { } summary)
                note(summary);
            return report;
        }
        catch (TimeoutException e)
        {
            throw cluster.NoWorkers(e);
        }
    }

    private FitReport Fit(IBlockSource blocks, NamedSamples first, IBlockCluster cluster, TimeSpan load, FitLine line)
    {
        using var journal = wanted.Resume is { } path ? Journal(path, cluster) : null;
        var surveyed = new SurveyedCluster(journal is null ? cluster : journal);
        try
        {
            var steps = wanted.Share is { } share
                ? FitSequence.IncrementalStates(blocks, options, share, surveyed, shell.Cancelled).Select(FitStep.Of)
                : FitSequence.States(blocks, options, surveyed, shell.Cancelled).Select(FitStep.Of);
            var report = FitReport.Of(FittedData.Of(first), steps, load, step =>
            {
                line.State(Progress.Line(step, options.Restarts));
                Drawing?.Take(step);
            });
            Drawing?.TakePart(surveyed.Draw(blocks, cluster, RowReservoir.Most(first.Samples.Dimension), shell.Cancelled), surveyed.Rows);
            return report with { Data = report.Data with { Count = surveyed.Rows } };
        }
        catch (BlockException e) when (roles.Columns is null && e.Block != blocks.Blocks[0] && e.Message.Contains("has no column", StringComparison.Ordinal))
        {
            throw new UsageException($"{e.Message} The features are those of '{blocks.Blocks[0]}', the first block, unless --columns says which.", e);
        }
    }

    private FitJournal Journal(string path, IBlockCluster cluster)
    {
        try
        {
            var journal = FitJournal.Open(path, cluster);
            if (journal.Recorded > 0)
                note($"Going on from '{path}', where {journal.Recorded} {(journal.Recorded == 1 ? "answer is" : "answers are")} kept.");
            return journal;
        }
        catch (IOException e)
        {
            throw new UsageException($"--resume: {e.Message}", e);
        }
    }

    private int Parameters(int dimension) => options.Components - 1 + (options.Components * dimension) + options.Shape.ParameterCount(options.Components, dimension);

    private void NoteRoot(FileBlocks blocks)
    {
        if (wanted.Root is null && BlockFiles.IsAbove(wanted.Data))
            note($"The workers need --root for the folder that they find '{blocks.Blocks[0]}' below.");
        if (blocks.Blocks.Count == 1)
            note("There is one block, and so work for one worker: more files, or .npy with --block-rows, give more.");
    }
}
