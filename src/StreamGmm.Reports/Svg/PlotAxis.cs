namespace StreamGmm;

/// <summary>Where numbers lie in a picture, and how they are read off: u lies at a pixel that is linear in it, and is written as center + scale × u.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="Shown">The numbers that the axis reaches from and to, as drawn; not empty.</param>
/// <param name="First">The pixel of the lowest.</param>
/// <param name="Last">The pixel of the highest; above (less than) the first on axes that go up.</param>
internal sealed record PlotAxis(string Name, Extent Shown, double First = 0, double Last = 1)
{
    /// <summary>What 0 is written as.</summary>
    public double Center { get; init; }

    /// <summary>What 1 is written as more than 0.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Only whole numbers are marked.</summary>
    public bool IsWhole { get; init; }

    /// <summary>About how many pixels there are from one tick to the next at least.</summary>
    public double Spacing { get; init; } = 70;

    /// <summary>Pixels a unit; negative on axes that go up.</summary>
    public double Slope => (Last - First) / Shown.Length;

    /// <summary>The round numbers in the range, as they are written.</summary>
    public Ticks Ticks => Ticks.Of(Center + (Scale * Shown.Low), Center + (Scale * Shown.High), Math.Max(2, (int)(Math.Abs(Last - First) / Spacing)), IsWhole);

    /// <summary>The pixel of a number as drawn.</summary>
    public double Pixel(double u) => First + ((u - Shown.Low) * Slope);

    /// <summary>The pixel of a number as written.</summary>
    public double PixelOf(Tick tick) => Pixel((tick.Value - Center) / Scale);

    /// <summary>The number at a pixel, as drawn.</summary>
    public double At(double pixel) => Shown.Low + ((pixel - First) / Slope);
}
