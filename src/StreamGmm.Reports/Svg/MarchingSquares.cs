using System.Runtime.InteropServices;

namespace StreamGmm;

/// <summary>Lines of equal value over a grid (Lorensen and Cline, 1987, in the plane).</summary>
internal static class MarchingSquares
{
    /// <summary>The lines on which values, taken as linear along the edges of the grid's cells, equal a level; larger ones lie to one side all along.</summary>
    /// <remarks>In a cell whose corners lie above and below crosswise, the mean of the corners says whether the higher ones are joined.</remarks>
    /// <param name="values">The values at the grid's points, row after row.</param>
    /// <param name="columns">How many in a row.</param>
    /// <param name="level">The level, finite.</param>
    /// <returns>Lines through grid coordinates (column, row): closed ones, and ones that end at the border.</returns>
    public static IReadOnlyList<ContourLine> Lines(ReadOnlySpan<double> values, int columns, double level)
    {
        var crossings = Crossings(values, columns, level);
        var lines = new List<ContourLine>();
        foreach (var edge in crossings.Keys.Where(edge => crossings[edge].Second < 0).ToArray())
        {
            if (crossings.ContainsKey(edge))
                lines.Add(new ContourLine(Follow(crossings, edge, values, columns, level), IsClosed: false));
        }

        foreach (var edge in crossings.Keys.ToArray())
        {
            if (crossings.ContainsKey(edge))
                lines.Add(new ContourLine(Follow(crossings, edge, values, columns, level), IsClosed: true));
        }

        return lines;
    }

    /// <summary>The edges that the level crosses, each with the one or two edges where the line goes on. Edge 2 i goes right from point i, 2 i + 1 down.</summary>
    private static Dictionary<int, (int First, int Second)> Crossings(ReadOnlySpan<double> values, int columns, double level)
    {
        var crossings = new Dictionary<int, (int First, int Second)>();
        for (var i = 0; i + columns + 1 < values.Length; i++)
        {
            if (i % columns == columns - 1)
                continue;
            var (a, b, c, d) = (values[i], values[i + 1], values[i + columns + 1], values[i + columns]);
            var corners = (a >= level ? 1 : 0) | (b >= level ? 2 : 0) | (c >= level ? 4 : 0) | (d >= level ? 8 : 0);
            var (top, right, bottom, left) = (2 * i, (2 * (i + 1)) + 1, 2 * (i + columns), (2 * i) + 1);
            var areJoined = (a / 4) + (b / 4) + (c / 4) + (d / 4) >= level;
            switch (corners)
            {
                case 1 or 14:
                    Join(left, top);
                    break;
                case 2 or 13:
                    Join(top, right);
                    break;
                case 4 or 11:
                    Join(right, bottom);
                    break;
                case 8 or 7:
                    Join(bottom, left);
                    break;
                case 3 or 12:
                    Join(left, right);
                    break;
                case 6 or 9:
                    Join(top, bottom);
                    break;
                case 5 or 10 when (corners == 5) == areJoined:
                    Join(top, right);
                    Join(bottom, left);
                    break;
                case 5 or 10:
                    Join(left, top);
                    Join(right, bottom);
                    break;
                default:
                    break;
            }
        }

        return crossings;

        void Join(int one, int other)
        {
            Add(one, other);
            Add(other, one);
        }

        void Add(int edge, int next)
        {
            ref var ends = ref CollectionsMarshal.GetValueRefOrAddDefault(crossings, edge, out var exists);
            ends = exists ? (ends.First, next) : (next, -1);
        }
    }

    /// <summary>The line from an edge to its end, or once around; its crossings are taken out.</summary>
    private static List<(double X, double Y)> Follow(Dictionary<int, (int First, int Second)> crossings, int edge, ReadOnlySpan<double> values, int columns, double level)
    {
        var points = new List<(double X, double Y)>();
        while (edge >= 0 && crossings.Remove(edge, out var ends))
        {
            points.Add(Crossing(edge, values, columns, level));
            edge = crossings.ContainsKey(ends.First) ? ends.First : ends.Second;
        }

        return points;
    }

    private static (double X, double Y) Crossing(int edge, ReadOnlySpan<double> values, int columns, double level)
    {
        var (i, isDown) = (edge / 2, edge % 2 == 1);
        var (from, to) = (values[i], values[isDown ? i + columns : i + 1]);
        var share = (level - from) / (to - from);
        share = double.IsFinite(share) ? Math.Clamp(share, 0, 1) : 0.5;
        return isDown ? (i % columns, (i / columns) + share) : ((i % columns) + share, i / columns);
    }
}
