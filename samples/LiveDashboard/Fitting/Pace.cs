namespace LiveDashboard.Fitting;

/// <summary>How many rows are due: the rate times the time that has passed. Fractions are carried on.</summary>
/// <param name="rate">Rows a second.</param>
/// <param name="now">The time it begins.</param>
internal sealed class Pace(double rate, DateTimeOffset now)
{
    /// <summary>After a longer gap (the machine slept) the rows of this time are due, not those of all of it.</summary>
    private static readonly TimeSpan LongestGap = TimeSpan.FromSeconds(1);

    private DateTimeOffset last = now;
    private double carried;

    /// <summary>Rows a second.</summary>
    public double Rate => rate;

    /// <summary>The rows due since this was asked before.</summary>
    public int Due(DateTimeOffset now)
    {
        var passed = now - last;
        last = now;
        carried += rate * Math.Clamp(passed.TotalSeconds, 0, LongestGap.TotalSeconds);
        var due = Math.Floor(carried);
        carried -= due;
        return (int)due;
    }
}
