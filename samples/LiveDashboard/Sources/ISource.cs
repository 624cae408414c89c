using StreamGmm;

namespace LiveDashboard.Sources;

/// <summary>Rows that come one after another. Who asks gets what is there, and never waits.</summary>
internal interface ISource : IDisposable
{
    /// <summary>What people call it.</summary>
    string Name { get; }

    /// <summary>D, the features of a row.</summary>
    int Dimension { get; }

    /// <summary>The names of the features; null where they have none.</summary>
    IReadOnlyList<string>? Columns { get; }

    /// <summary>True where <see cref="Drift"/> does something.</summary>
    bool CanDrift { get; }

    /// <summary>True when no row will come any more.</summary>
    bool HasEnded { get; }

    /// <summary>Why it ended, where that is a fault.</summary>
    string? Fault { get; }

    /// <summary>The rows of the input that were none, and passed over.</summary>
    long BadRows { get; }

    /// <summary>The next rows, <paramref name="most"/> at most; null where none is there.</summary>
    Batch? Take(int most);

    /// <summary>Goes on after the rows that were learned up to a position, where rows have positions.</summary>
    void GoOnAfter(long position);

    /// <summary>Changes what the rows to come are like.</summary>
    void Drift();
}
