using System.Buffers;

namespace StreamGmm;

/// <summary>How rows are learned: S ← decay(S, ρ) + leaf(piece), then an M-step; beside that the drift detector, and what follows from it.</summary>
internal static class Learning
{
    /// <summary>A piece is never larger, so that a large batch is learned as smaller ones would be.</summary>
    private const int LargestPiece = 1024;

    /// <summary>Statistics and parameters hardly change within this share of a warm-up: with small batches an M-step is made, and statistics are averaged, no sooner after the one before.</summary>
    private const double StepEvery = 1.0 / 6;

    /// <summary>Learns rows that are new and known to be sound: the warm-up, or in equal pieces, each under the mixture that the one before it left.</summary>
    public static OnlineState Next(OnlineState state, Samples samples, MemoryPolicy.Passed since, OnlineOptions options, CancellationToken cancellationToken)
    {
        if (state.Current is null)
            return WarmUp.Add(state, samples, options, cancellationToken);

        var warmUp = options.WarmUp(samples.Dimension);
        NeumaierSum logLikelihood = default;
        foreach (var piece in Pieces(samples, options))
        {
            (state, var own) = Piece(state, piece, since, warmUp, options, cancellationToken);
            logLikelihood += own;
            since = default;
        }

        return samples.TotalWeight > 0 ? state with { Score = logLikelihood.Value / samples.TotalWeight } : state;
    }

    /// <summary>The rows in equal pieces, none too large to be learned at once.</summary>
    public static IEnumerable<Samples> Pieces(Samples samples, OnlineOptions options)
    {
        var largest = Math.Max(1, Math.Floor(Math.Min(Math.Min(LargestPiece, options.WarmUp(samples.Dimension) / 2), options.Memory.LargestPiece)));
        var pieces = (int)Math.Min(samples.Count, Math.Ceiling(Math.Max(samples.Count, samples.TotalWeight) / largest));
        for (var p = 0; p < pieces; p++)
        {
            var start = (int)((long)samples.Count * p / pieces);
            yield return samples.Slice(start, (int)((long)samples.Count * (p + 1) / pieces) - start);
        }
    }

    /// <summary>The average of statistics after some more are learned, where the memory reports one.</summary>
    /// <param name="average">The average before; null begins one.</param>
    /// <param name="statistics">The statistics after them.</param>
    /// <param name="weight">The weight of what was learned.</param>
    /// <param name="warmUp">W0.</param>
    public static AveragedStatistics Averaged(AveragedStatistics? average, SufficientStatistics statistics, double weight, int warmUp) =>
        AveragedStatistics.Add(average, statistics, weight, warmUp * StepEvery);

    /// <summary>Writes the statistics of a piece; where drift is looked for, gives the detector after it, told block by block.</summary>
    /// <param name="mixture">What the piece is seen with.</param>
    /// <param name="origin">What means are relative to.</param>
    /// <param name="detector">The detector before.</param>
    /// <param name="piece">The rows.</param>
    /// <param name="leaf">Where the statistics go.</param>
    /// <param name="learns">The statistics will be added to others about nearly the same means.</param>
    /// <param name="options">Whether drift is looked for, and the threads.</param>
    /// <param name="cancellationToken">Looked at before every tile.</param>
    public static DriftDetector Expect(
        GaussianMixture mixture, RealVector origin, DriftDetector detector, Samples piece, double[] leaf, bool learns, OnlineOptions options, CancellationToken cancellationToken)
    {
        var logDensities = options.Detects ? ArrayPool<double>.Shared.Rent(piece.Count) : [];
        EStep.Expect(mixture, piece, origin, leaf, logDensities, looksTwice: !learns, options.Threads, cancellationToken: cancellationToken);
        var weights = piece.Weights is { } given ? given.Span : [];
        for (var start = 0; options.Detects && start < piece.Count && !detector.HasFired;)
        {
            var rows = Math.Min(piece.Count - start, DriftDetector.BlockRows - detector.Rows);
            detector = detector.Add(logDensities.AsSpan(start, rows), weights.IsEmpty ? [] : weights.Slice(start, rows));
            start += rows;
        }

        ArrayPool<double>.Shared.Return(logDensities);
        return detector;
    }

    /// <summary>The state after a piece, and the log-likelihood of the piece before it was learned.</summary>
    private static (OnlineState State, double LogLikelihood) Piece(
        OnlineState state, Samples piece, MemoryPolicy.Passed since, int warmUp, OnlineOptions options, CancellationToken cancellationToken)
    {
        // A mixture that was given stays until there is enough to replace it by.
        var clock = state.Clock + piece.TotalWeight;
        var learns = clock >= warmUp;
        var (current, retained) = (state.Current!, state.Statistics!);
        var leaf = ArrayPool<double>.Shared.Rent(retained.Length);
        var detector = Expect(current, retained.Origin, state.Detector, piece, leaf, learns, options, cancellationToken);
        var fired = detector.HasFired;
        var cuts = fired && options.Memory is MemoryPolicy.Adaptive;
        if (cuts)
            clock = Math.Min(clock, warmUp);
        var now = new MemoryPolicy.Forgetting(retained.TotalWeight, piece.TotalWeight, clock, warmUp, 2 * current.ParameterCount, since);
        var kept = options.Memory.Retain(now);
        if (cuts && now.Retained > 0)
            kept = Math.Min(kept, Math.Max(0, warmUp - now.Piece) / now.Retained);
        var statistics = retained.Blend(kept, leaf, 1);
        var logLikelihood = StatisticsLayout.LogLikelihood(leaf).Value;
        ArrayPool<double>.Shared.Return(leaf);

        var waiting = state.Waiting + now.Piece;
        var isDue = learns && (fired || state.Clock < warmUp || waiting >= Math.Min(warmUp * StepEvery, Math.Min(LargestPiece, options.Memory.LargestPiece / 4)));
        if (isDue && MStep.TryMaximize(statistics, current, options.Regularization, OnlineEm.PriorMass, out var mixture, out _))
            current = mixture;
        var next = state with
        {
            Current = current,
            Statistics = statistics,
            Clock = clock,
            Waiting = learns && !isDue ? waiting : 0,
            Detector = fired ? new DriftDetector() : detector,
            Alarm = state.Alarm || fired,
            Alarms = state.Alarms + (fired ? 1 : 0),
            Average = !options.Memory.Averages ? null
                : learns && now.Piece > 0 ? Averaged(cuts ? null : state.Average, statistics, now.Piece, warmUp)
                : state.Average,
        };
        next = options.Detects
            ? Challenge.Next(next, piece, since, logLikelihood, fired, options, cancellationToken)
            : next with { Challenger = null };
        return (learns ? Evolution.Next(next, piece, fired, options, cancellationToken) : next, logLikelihood);
    }
}
