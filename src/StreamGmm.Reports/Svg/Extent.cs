namespace StreamGmm;

/// <summary>The range of some finite numbers; empty at first. Numbers that are not finite are passed over.</summary>
internal readonly record struct Extent
{
    private readonly bool isSome;

    private Extent(double low, double high) => (Low, High, isSome) = (low, high, true);

    /// <summary>The least number; 0 where there is none.</summary>
    public double Low { get; }

    /// <summary>The largest number; 0 where there is none.</summary>
    public double High { get; }

    public double Length => High - Low;

    /// <summary>True where there is no number.</summary>
    public bool IsEmpty => !isSome;

    public static Extent Of(IEnumerable<double> values) => values.Aggregate(default(Extent), (extent, value) => extent.With(value));

    /// <summary>The range of these numbers and one more.</summary>
    public Extent With(double value) => !double.IsFinite(value) ? this : isSome ? new(Math.Min(Low, value), Math.Max(High, value)) : new(value, value);

    public Extent With(Extent other) => other.isSome ? With(other.Low).With(other.High) : this;

    /// <summary>Wider at both ends by a share of its length; where it has (almost) none beside the numbers that are written at it, half a unit, or more where doubles are too coarse for that.</summary>
    /// <param name="share">The share, above 0.</param>
    /// <param name="center">What 0 is written as.</param>
    /// <param name="scale">What 1 is written as more than 0.</param>
    public Extent Padded(double share, double center = 0, double scale = 1)
    {
        var magnitude = Math.Max(Math.Abs(center + (scale * Low)), Math.Abs(center + (scale * High))) / scale;
        var pad = Length > 10 * Ticks.Resolution * magnitude ? share * Length : Math.Max(0.5, 1e-9 * magnitude);
        return new(Low - pad, High + pad);
    }
}
