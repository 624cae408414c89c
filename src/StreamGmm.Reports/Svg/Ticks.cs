namespace StreamGmm;

/// <summary>Round marks for an axis: multiples of 1, 2 or 5 × a power of ten.</summary>
/// <remarks>Where plain labels would be long, they are of the value less a round offset, or in units of a power of ten, or both; the axis' name says so.</remarks>
internal sealed record Ticks
{
    /// <summary>A range below this share of its values' magnitude is rounding of doubles and has no ticks of its own.</summary>
    public const double Resolution = 1e-14;

    /// <summary>Labels of more digits than these give way to an offset.</summary>
    private const long MostSteps = 1_000_000;

    private Ticks(IReadOnlyList<Tick> all, string note) => (All, Note) = (all, note);

    /// <summary>The ticks, ascending.</summary>
    public IReadOnlyList<Tick> All { get; }

    /// <summary>What is written behind the name of the axis: "− 10⁸ (×10⁶)" where the labels are of the value less an offset, in millions; empty where they are the values.</summary>
    public string Note { get; }

    /// <summary>The ticks inside a range.</summary>
    /// <param name="low">The lower end, finite.</param>
    /// <param name="high">The upper end, finite; more than <see cref="Resolution"/> × the larger magnitude above the lower.</param>
    /// <param name="most">About how many at most, 2 or more.</param>
    /// <param name="isWhole">True for numbers that are counted: no ticks between whole numbers.</param>
    public static Ticks Of(double low, double high, int most, bool isWhole = false)
    {
        var (digit, power) = Step(high - low, most);
        if (isWhole && power < 0)
            (digit, power) = (1, 0);
        var step = DecimalText.Value(digit, power);
        var marks = new List<long>();
        for (var i = (long)Math.Ceiling(low / step) - 1; i <= (long)Math.Floor(high / step) + 1; i++)
        {
            var value = DecimalText.Value(i * digit, power);
            if (value >= low && value <= high)
                marks.Add(i * digit);
        }

        var offset = marks.Count > 0 ? Offset(marks) : 0;
        var factor = Factor(marks, offset, power);
        var shift = offset == 0 ? "" : $"{(offset < 0 ? '+' : '−')} {DecimalText.Short(Math.Abs(offset), power)}";
        var scale = factor == 0 ? "" : $"(×{DecimalText.Power(factor)})";
        return new Ticks([.. marks.Select(mark => new Tick(DecimalText.Value(mark, power), DecimalText.Text(mark - offset, power - factor)))], $"{shift} {scale}".Trim());
    }

    /// <summary>The least of 1, 2 and 5 × 10ᵖ that is a part or more of a range cut in so many.</summary>
    private static (int Digit, int Power) Step(double range, int parts)
    {
        var rough = range / parts;
        var power = (int)Math.Floor(Math.Log10(rough));
        foreach (var digit in (ReadOnlySpan<int>)[1, 2, 5])
        {
            if (DecimalText.Value(digit, power) >= rough * (1 - 1e-9))
                return (digit, power);
        }

        return (1, power + 1);
    }

    /// <summary>0 where labels are short; else the roundest number among or beside the marks.</summary>
    private static long Offset(List<long> marks)
    {
        if (Math.Max(Math.Abs(marks[0]), Math.Abs(marks[^1])) < MostSteps)
            return 0;
        var unit = 1L;
        while (unit <= marks[^1] - marks[0])
            unit *= 10;
        var below = (long)Math.Floor(marks[0] / (double)unit);
        return unit * new[] { below, below + 1, (long)Math.Ceiling(marks[^1] / (double)unit) }.MaxBy(DecimalText.Zeros);
    }

    /// <summary>The exponent, a multiple of 3, that spares labels long rows of zeros; 0 where they are short.</summary>
    private static int Factor(List<long> marks, long offset, int power)
    {
        var largest = marks.Select(mark => Math.Abs(mark - offset)).DefaultIfEmpty(0).Max();
        var magnitude = power + DecimalText.Digits(largest) - 1;
        return magnitude is >= 6 or <= -5 ? (int)Math.Floor(magnitude / 3.0) * 3 : 0;
    }
}
