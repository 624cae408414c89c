namespace StreamGmm.BrowserTests;

/// <summary>The colour of one pixel of a canvas.</summary>
public readonly record struct Pixel(byte Red, byte Green, byte Blue, byte Alpha)
{
    /// <summary>The largest difference of any part, 0 to 255.</summary>
    public int DistanceTo(Pixel other) => new[]
    {
        Math.Abs(Red - other.Red), Math.Abs(Green - other.Green), Math.Abs(Blue - other.Blue), Math.Abs(Alpha - other.Alpha),
    }.Max();

    internal static Pixel Of(int[] parts) => new((byte)parts[0], (byte)parts[1], (byte)parts[2], (byte)parts[3]);
}
