namespace StreamGmm;

/// <summary>What a coordinator knows of a worker.</summary>
internal sealed class WorkerEntry(string queue, string name)
{
    public string Queue { get; } = queue;

    public string Name { get; } = name;

    public TimeSpan LastHeard { get; set; }

    /// <summary>The blocks it keeps in memory: <see cref="Keepers"/> knows them as well.</summary>
    public HashSet<string> Kept { get; } = new(StringComparer.Ordinal);

    /// <summary>The runs it was given and has not answered, with the time they were sent and the blocks that it had to do until then, these among them.</summary>
    public Dictionary<(long Pass, Run Run), (TimeSpan Sent, int Weight)> Outstanding { get; } = [];

    /// <summary>The place behind what it was given last.</summary>
    public (long Pass, int Place) Next { get; set; }

    /// <summary>Whether one of its blocks had to be given to another: it is given none until it answers, or says that it works on nothing.</summary>
    public bool IsLate { get; set; }

    /// <summary>The passes whose mixture it was told.</summary>
    public HashSet<long> Told { get; } = [];
}
