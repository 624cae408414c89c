namespace StreamGmm;

/// <summary>Evaluates a mixture for all rows of samples, tile by tile on several threads. Kept by the thread that asks for it, so that a pass allocates nothing.</summary>
internal sealed class ScoringPass
{
    [ThreadStatic]
    private static ScoringPass? kept;

    private readonly Action work;
    private GaussianMixture mixture = null!;
    private Samples samples = null!;
    private ObservedParts? parts;
    private Tiling tiling;
    private Write write = null!;
    private nint destination;
    private CancellationToken cancellationToken;
    private int next;

    private ScoringPass() => work = Work;

    /// <summary>Writes what is asked for of an evaluated tile, whose first row is row <paramref name="start"/>, to the memory at <paramref name="destination"/>.</summary>
    public delegate void Write(TileExpectation<double> tile, nint destination, int start, int rows);

    /// <summary>Evaluates and writes all rows; the memory at <paramref name="destination"/> must stay where it is.</summary>
    public static void Run(GaussianMixture mixture, Samples samples, int threads, Write write, nint destination, CancellationToken cancellationToken)
    {
        if (samples.Count == 0)
            return;
        var pass = kept ?? new ScoringPass();
        kept = null;
        (pass.mixture, pass.samples, pass.write, pass.destination, pass.cancellationToken) = (mixture, samples.WithoutWeights(), write, destination, cancellationToken);
        pass.tiling = new Tiling(samples.Count, mixture.Dimension, mixture.Components);
        pass.parts = ObservedParts.Of(mixture, samples);
        pass.next = -1;
        try
        {
            FixedTree.ForEachThread(Math.Min(EStep.Threads(threads, samples.Count, mixture), pass.tiling.Leaves), pass.work);
        }
        finally
        {
            (pass.mixture, pass.samples, pass.parts, pass.write, pass.cancellationToken) = (null!, null!, null, null!, default);
            kept = pass;
        }
    }

    /// <summary>What each thread does: leaf after leaf, as long as there are any.</summary>
    private void Work()
    {
        var expectation = KeptExpectation.Take(mixture, Math.Min(tiling.TileRows, samples.Count));
        var incomplete = parts is null ? null : new IncompleteRow(mixture, parts);
        try
        {
            for (int leaf; (leaf = Interlocked.Increment(ref next)) < tiling.Leaves;)
            {
                foreach (var (start, rows) in tiling.Tiles(leaf))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    expectation.Evaluate(mixture, samples, start, rows, KeptExpectation.Zero(mixture.Dimension), withLabels: false);
                    if (incomplete is not null)
                        Overwrite(expectation, incomplete, start, rows);
                    write(expectation, destination, start, rows);
                }
            }
        }
        finally
        {
            KeptExpectation.GiveBack(expectation);
        }
    }

    /// <summary>Puts what the mixture says of incomplete rows in their place.</summary>
    private void Overwrite(TileExpectation<double> expectation, IncompleteRow incomplete, int start, int rows)
    {
        for (var i = 0; i < rows; i++)
        {
            if (samples.Patterns!.OfRow(start + i) == MissingPatterns.Complete)
                continue;
            incomplete.Evaluate(samples, start + i, label: -1);
            expectation.Set(i, incomplete.Shares, incomplete.LogDensity);
        }
    }
}
