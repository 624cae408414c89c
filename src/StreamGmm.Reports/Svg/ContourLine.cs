namespace StreamGmm;

/// <summary>A line of equal value; a closed one goes back to its first point.</summary>
internal readonly record struct ContourLine(IReadOnlyList<(double X, double Y)> Points, bool IsClosed)
{
    /// <summary>The same line without the points that lie within a distance of the line through the ones kept beside them.</summary>
    public ContourLine Without(double distance)
    {
        var kept = new List<(double X, double Y)> { Points[0] };
        for (var i = 1; i < Points.Count; i++)
        {
            if (i == Points.Count - 1 || !IsWithin(kept[^1], i, distance))
                kept.Add(Points[i]);
        }

        return this with { Points = kept };
    }

    /// <summary>Whether the points after the last one kept, up to and with point i, lie near the straight way from it to point i + 1.</summary>
    private bool IsWithin((double X, double Y) from, int i, double distance)
    {
        var to = Points[i + 1];
        var (dx, dy) = (to.X - from.X, to.Y - from.Y);
        var length = double.Hypot(dx, dy);
        for (var j = i; j > 0 && Points[j] != from; j--)
        {
            var (px, py) = (Points[j].X - from.X, Points[j].Y - from.Y);
            var along = length > 0 ? ((px * dx) + (py * dy)) / length : 0;
            var off = length > 0 ? Math.Abs((px * dy) - (py * dx)) / length : double.Hypot(px, py);
            if (off > distance || along < 0 || along > length)
                return false;
        }

        return true;
    }
}
