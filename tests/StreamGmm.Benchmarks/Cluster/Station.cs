namespace StreamGmm.Benchmarks.Cluster;

/// <summary>Serves one after another, in the order they come.</summary>
internal sealed class Station
{
    private double free;

    /// <summary>The seconds it served so far.</summary>
    public double Busy { get; private set; }

    /// <summary>When somebody is served who comes at that time and takes so long.</summary>
    public double Serve(double now, double seconds)
    {
        Busy += seconds;
        return free = Math.Max(now, free) + seconds;
    }
}
