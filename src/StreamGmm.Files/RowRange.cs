namespace StreamGmm;

/// <summary>Some rows of a file that follow each other.</summary>
/// <param name="Start">The first, counted from 0.</param>
/// <param name="End">The one after the last.</param>
internal readonly record struct RowRange(long Start, long End)
{
    /// <summary>So many rows in parts of at most <paramref name="most"/>, the last one perhaps smaller.</summary>
    public static IEnumerable<RowRange> Parts(long rows, int most)
    {
        for (var start = 0L; start < rows; start += most)
            yield return new RowRange(start, Math.Min(rows, start + most));
    }
}
