namespace StreamGmm.Reports.Tests;

/// <summary>Online runs over samples, batch after batch.</summary>
internal static class Streams
{
    public static IEnumerable<OnlineState> States(OnlineOptions options, Samples samples, int batch)
    {
        var state = OnlineEm.Start(options);
        yield return state;
        for (var start = 0; start < samples.Count; start += batch)
        {
            state = OnlineEm.Next(state, new Batch(samples.Slice(start, Math.Min(batch, samples.Count - start))), options);
            yield return state;
        }
    }
}
