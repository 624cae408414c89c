namespace StreamGmm;

/// <summary>What a coordinator knows of a worker.</summary>
internal sealed class WorkerEntry(string queue, string name)
{
    public string Queue { get; } = queue;

    public string Name { get; } = name;

    public TimeSpan LastHeard { get; set; }

    /// <summary>The blocks it keeps in memory: <see cref="Keepers"/> knows them as well.</summary>
    public HashSet<string> Kept { get; } = new(StringComparer.Ordinal);

    /// <summary>The blocks it was given and has not answered, with the time they were sent.</summary>
    public Dictionary<(long Pass, int Place), TimeSpan> Outstanding { get; } = [];

    /// <summary>Whether one of its blocks had to be given to another: it is given none until it answers, or says that it works on nothing.</summary>
    public bool IsLate { get; set; }

    /// <summary>The passes whose mixture it was told.</summary>
    public HashSet<long> Told { get; } = [];
}
