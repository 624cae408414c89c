namespace StreamGmm.Core.Tests.Preprocessing;

/// <summary>The rows of samples as a matrix, to compare them.</summary>
internal static class Rows
{
    public static RealMatrix Of(Samples samples) => RealMatrix.Create(samples.Count, samples.Dimension, values =>
    {
        for (var i = 0; i < samples.Count; i++)
            samples.CopyRow(i, values.Slice(i * samples.Dimension, samples.Dimension));
    });

    /// <summary>Each row to a share of the largest magnitude in all of them.</summary>
    public static void Same(double tolerance, Samples expected, Samples actual)
    {
        var (left, right) = (Of(expected), Of(actual));
        Close.Absolutely(tolerance * left.AsSpan().ToArray().Select(Math.Abs).DefaultIfEmpty(0).Max(), left.AsSpan(), right.AsSpan());
    }
}
