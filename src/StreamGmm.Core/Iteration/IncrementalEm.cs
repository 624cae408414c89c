namespace StreamGmm;

/// <summary>Incremental expectation–maximization over blocks that only their E-steps are known of: what <see cref="BlockEm"/> is for blocks that are read here.</summary>
internal static class IncrementalEm
{
    /// <summary>The E-steps of all blocks in turn, each that of the block that was visited there before; a block is read when its E-step is asked for, or when it is given.</summary>
    public delegate IEnumerable<Expectation> Pass(VisitedBlocks visited);

    /// <summary>State 0 of a fit: the given mixture, and one visit to every block, all about one origin.</summary>
    public static BlockState Start(GaussianMixture mixture, IReadOnlyList<Expectation> blocks, EmOptions options, CancellationToken cancellationToken) =>
        Start(mixture, VisitedBlocks.First(mixture, blocks, cancellationToken), options);

    /// <summary>State 0 of a fit whose blocks are visited.</summary>
    public static BlockState Start(GaussianMixture mixture, VisitedBlocks visited, EmOptions options) => new(mixture, visited)
    {
        FreeEnergy = visited.Tree.Total.MeanLogLikelihood,
        IsMeasured = true,
        Status = options.MaxIterations == 0 ? EmStatus.LimitReached : EmStatus.Running,
    };

    /// <summary>The state one pass on, a visit to every block that the pass gives in turn.</summary>
    public static BlockState Next(BlockState state, Pass pass, EmOptions options, CancellationToken cancellationToken)
    {
        if (state.Status == EmStatus.Degenerate)
            return state;
        var (mixture, visited) = (state.Mixture, state.Visited.Copy());
        foreach (var (index, block) in pass(visited).Index())
        {
            if (!MStep.TryMaximize(visited.Tree.Total, mixture, options.Regularization, out var next, out var degeneracy))
                return state with { Status = EmStatus.Degenerate, Degeneracy = degeneracy };
            mixture = next;
            visited.Visit(index, block, mixture, cancellationToken);
        }

        var (iteration, isMeasured) = (state.Iteration + 1, visited.Count == 1);
        var freeEnergy = isMeasured ? visited.Tree.Total.MeanLogLikelihood : visited.FreeEnergy(mixture);
        return state with
        {
            Iteration = iteration,
            Mixture = mixture,
            Visited = visited,
            IsMeasured = isMeasured,
            FreeEnergy = freeEnergy,
            Evaluations = state.Evaluations + 1,
            Status = Math.Abs(freeEnergy - state.FreeEnergy) < options.Tolerance ? EmStatus.Converged
                : iteration >= options.MaxIterations ? EmStatus.LimitReached
                : EmStatus.Running,
        };
    }

    /// <summary>The same state with the statistics of all blocks under its very mixture.</summary>
    public static BlockState Measure(BlockState state, Pass pass, CancellationToken cancellationToken)
    {
        if (state.IsMeasured)
            return state;
        var visited = state.Visited.Copy();
        foreach (var (index, block) in pass(visited).Index())
            visited.Visit(index, block, state.Mixture, cancellationToken);
        return state with { Visited = visited, IsMeasured = true, FreeEnergy = visited.Tree.Total.MeanLogLikelihood, Evaluations = state.Evaluations + 1 };
    }

    /// <summary>The states of a fit until one is no longer running, the last of them measured; computed as they are asked for.</summary>
    public static IEnumerable<BlockState> Iterate(BlockState state, Pass pass, EmOptions options, CancellationToken cancellationToken)
    {
        var current = state.Status == EmStatus.LimitReached && state.Iteration < options.MaxIterations
            ? state with { Status = EmStatus.Running }
            : state;
        yield return current = Ended(current);
        while (current.Status == EmStatus.Running)
            yield return current = Ended(Next(current, pass, options, cancellationToken));

        BlockState Ended(BlockState reached) =>
            reached.Status == EmStatus.Running ? reached : Measure(reached, pass, cancellationToken);
    }
}
