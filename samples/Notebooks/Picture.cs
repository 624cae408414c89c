using StreamGmm;

namespace Notebooks;

/// <summary>Pictures made of characters.</summary>
internal static class Picture
{
    /// <summary>Points of two features as a cloud: '.' for one in a cell, ':' for two, '#' for more.</summary>
    public static IEnumerable<string> Cloud(Samples samples, int width = 76, int height = 16)
    {
        var (left, bottom) = (samples.Min(p => p[0]), samples.Min(p => p[1]));
        var (right, top) = (samples.Max(p => p[0]), samples.Max(p => p[1]));
        var cells = new int[height, width];
        foreach (var p in samples)
            cells[(int)((height - 1) * (top - p[1]) / (top - bottom)), (int)((width - 1) * (p[0] - left) / (right - left))]++;
        return Enumerable.Range(0, height).Select(i => string.Concat(Enumerable.Range(0, width).Select(j => " .:#"[Math.Min(cells[i, j], 3)])).TrimEnd());
    }

    /// <summary>Images of 8 × 8 pixels from 0 to 16, so many side by side.</summary>
    public static IEnumerable<string> Digits(Samples samples, int across = 10) =>
        samples.Chunk(across).SelectMany(images => Enumerable.Range(0, 9).Select(i => i == 8 ? "" : string.Join("  ", images.Select(image => Line(image, i))).TrimEnd()));

    private static string Line(RealVector image, int line) => string.Concat(image.Skip(8 * line).Take(8).Select(ink => " .:+*#@"[Math.Clamp((int)(ink * 7 / 17), 0, 6)]));
}
