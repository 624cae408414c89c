namespace StreamGmm;

/// <summary>Fewer points of a long curve that look the same: of each of so many equal stretches its lowest and its highest.</summary>
internal static class CurveThinning
{
    /// <summary>A curve has at most this many points: more than a screen has columns of pixels.</summary>
    public const int MostPoints = 5000;

    /// <summary>The places to keep, ascending: all where they are few; else the first, the last, and of each stretch the lowest and the highest value. Values that are no numbers are passed over, unless a stretch has no others.</summary>
    public static int[] Places(IReadOnlyList<double> values)
    {
        if (values.Count <= MostPoints)
            return [.. Enumerable.Range(0, values.Count)];
        const int stretches = (MostPoints / 2) - 1;
        var places = new SortedSet<int> { 0, values.Count - 1 };
        for (var s = 0; s < stretches; s++)
        {
            var (start, end) = ((int)((long)s * values.Count / stretches), (int)((long)(s + 1) * values.Count / stretches));
            var (lowest, highest) = (start, start);
            for (var i = start + 1; i < end; i++)
            {
                if (double.IsNaN(values[lowest]) || values[i] < values[lowest])
                    lowest = i;
                if (double.IsNaN(values[highest]) || values[i] > values[highest])
                    highest = i;
            }

            places.Add(lowest);
            places.Add(highest);
        }

        return [.. places];
    }
}
