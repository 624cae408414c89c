using System.Collections.Immutable;

namespace StreamGmm;

/// <summary>Keeps the latest rows of a stream and looks from time to time whether the components are still the right ones.</summary>
internal static class Evolution
{
    /// <summary>After so many looks that found nothing the time between looks no longer doubles.</summary>
    private const int MostQuietLooks = 4;

    /// <summary>The latest rows that moves are tried on, for a mixture of p parameters.</summary>
    public static int Rows(int parameters) => Math.Max(2000, 4 * parameters);

    /// <summary>The state after a piece was learned, with its rows kept and, when it is time, the components changed.</summary>
    /// <param name="state">The state after the piece.</param>
    /// <param name="piece">Its rows.</param>
    /// <param name="drifted">The piece raised an alarm: the rows before it tell nothing any more.</param>
    /// <param name="options">The options.</param>
    /// <param name="cancellationToken">Looked at before every tile.</param>
    public static OnlineState Next(OnlineState state, Samples piece, bool drifted, OnlineOptions options, CancellationToken cancellationToken)
    {
        if (options.Structure is not Structure.Adapt)
            return state;
        var rows = Rows(state.Current!.ParameterCount);
        var before = drifted ? new Lineage() : state.Lineage;
        var lineage = state.Lineage with
        {
            Recent = before.Latest(piece, rows),
            RowsToLook = (before.Recent.IsEmpty ? rows : before.RowsToLook) - piece.Count,
            QuietLooks = before.QuietLooks,
        };
        state = state with { Lineage = lineage };
        return lineage.RowsToLook > 0 || lineage.Recent.Sum(r => r.Count) < rows ? state : Look(state, rows, options, cancellationToken);
    }

    /// <summary>One look: the first move that the samples ask for, if there is one.</summary>
    private static OnlineState Look(OnlineState state, int rows, OnlineOptions options, CancellationToken cancellationToken)
    {
        var lineage = state.Lineage;
        var family = new Family(state.Current!, state.Statistics!, lineage.Ids, lineage.NextId);
        long[] weak = [.. Enumerable.Range(0, lineage.Ids.Length).Where(k => Moves.IsWeak(family, k)).Select(k => lineage.Ids[k])];
        if (Move(family, [.. weak.Intersect(lineage.Weak)], lineage, options, cancellationToken) is not var (after, what))
        {
            var quiet = weak.Length > 0 ? 0 : Math.Min(lineage.QuietLooks + 1, MostQuietLooks);
            return state with { Lineage = lineage with { Weak = [.. weak], QuietLooks = quiet, RowsToLook = rows << quiet } };
        }

        return state with
        {
            Current = after.Mixture,
            Statistics = after.Statistics,
            Waiting = 0,
            Average = null,
            Detector = new DriftDetector(),
            Events = [.. state.Events, .. what],
            Lineage = lineage with { Ids = after.Ids, NextId = after.NextId, Weak = [.. weak.Intersect(after.Ids)], QuietLooks = 0, RowsToLook = rows / 4 },
        };
    }

    private static (Family Family, ImmutableArray<LineageEvent> Events)? Move(Family family, IReadOnlyCollection<long> doomed, Lineage lineage, OnlineOptions options, CancellationToken cancellationToken)
    {
        var (least, most) = (options.Structure.Least(options.Components), options.Structure.Most(options.Components));
        var (regularization, threads) = (options.Regularization, options.Threads);
        var recent = Samples.Concat(lineage.Recent);
        if (family.Ids.Length > least && (Moves.Die(family, doomed, regularization) ?? Moves.Merge(family, recent, regularization, threads, cancellationToken)) is { } fewer)
            return fewer;

        // No more than are allowed, and than the memory is long enough for.
        var room = Math.Min(most - family.Ids.Length, (options.Memory.MostParameters - family.Mixture.ParameterCount) / family.ParametersAComponent);
        return room >= 1
            ? Moves.Bear(family, recent, regularization, threads, cancellationToken) ?? Moves.Split(family, recent, (int)room, regularization, threads, cancellationToken)
            : null;
    }
}
