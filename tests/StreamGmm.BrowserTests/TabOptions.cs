namespace StreamGmm.BrowserTests;

/// <summary>The screen that a page is opened on.</summary>
public sealed record TabOptions
{
    /// <summary>In CSS pixels.</summary>
    public int Width { get; init; } = 1280;

    /// <summary>In CSS pixels.</summary>
    public int Height { get; init; } = 900;

    /// <summary>Whether the system's theme is dark.</summary>
    public bool Dark { get; init; }

    /// <summary>Pixels of the screen per CSS pixel.</summary>
    public float PixelRatio { get; init; } = 1;

    /// <summary>Whether it is touched rather than pointed at.</summary>
    public bool Touch { get; init; }

    /// <summary>Whether the reader asked for less motion.</summary>
    public bool ReducedMotion { get; init; }

    /// <summary>A small phone held upright.</summary>
    public static TabOptions Phone { get; } = new() { Width = 360, Height = 740, PixelRatio = 2, Touch = true };
}
