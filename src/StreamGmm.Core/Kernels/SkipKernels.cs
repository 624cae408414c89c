using System.Runtime.Intrinsics;

namespace StreamGmm.Kernels;

/// <summary>The loops for components that matter to few samples: which samples those are, and the scores of those alone.</summary>
/// <remarks>Rows are D numbers and zeros up to a multiple of 8, and so are means. Lists of rows are given with copies of one of them up to a multiple of 8.</remarks>
internal abstract class SkipKernels
{
    /// <summary>The kernels for the widest vectors of this machine.</summary>
    public static readonly SkipKernels Best =
        Vector512.IsHardwareAccelerated ? new SkipKernels<Lanes512<double>>()
        : Vector256.IsHardwareAccelerated ? new SkipKernels<Lanes256<double>>()
        : Vector128.IsHardwareAccelerated ? new SkipKernels<Lanes128<double>>()
        : new SkipKernels<LanesScalar<double>>();

    /// <summary>Samples that are treated side by side.</summary>
    public const int Register = 8;

    /// <summary>For each byte, the numbers of the bits that are set: the lowest first, each twice over in a byte of its own, as a shuffle of pairs of bytes needs them.</summary>
    protected static readonly Vector128<byte>[] PlacesOf = [.. Enumerable.Range(0, 256).Select(Places)];

    /// <summary>A number up to a multiple of 8.</summary>
    public static int RoundUp(int count) => (count + Register - 1) & ~(Register - 1);

    /// <summary>So many rows of a list, and copies of the last up to a multiple of 8.</summary>
    public static ReadOnlySpan<ushort> Fill(Span<ushort> list, int count)
    {
        if (count > 0)
            list[count..RoundUp(count)].Fill(list[count - 1]);
        return list[..RoundUp(count)];
    }

    /// <summary>Copies rows of D numbers, less an origin.</summary>
    public abstract void CopyRows(ReadOnlySpan<double> source, ReadOnlySpan<double> origin, Span<double> rows, int length);

    /// <summary>Appends rows of one component to the list of each other component that may matter to them, by the bounds of its scores; where a bound is no number it may.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="own">Those to list, of the component that the bounds are for.</param>
    /// <param name="scores">Their scores under it; +∞ for those that are not to be listed.</param>
    /// <param name="mean">Its mean.</param>
    /// <param name="bounds">The bounds.</param>
    /// <param name="listed">The lists.</param>
    /// <param name="near">Room for K numbers and a register more.</param>
    /// <param name="scratch">2 registers for each number of a row.</param>
    public abstract void List(ReadOnlySpan<double> rows, ReadOnlySpan<ushort> own, ReadOnlySpan<double> scores, ReadOnlySpan<double> mean, in ScoreBounds bounds, ListedRows listed, Span<ushort> near, Span<double> scratch);

    /// <summary><see cref="TileKernels{T}.TriangularScores"/> of the rows listed. Scratch: 4 registers for each number of a row.</summary>
    public abstract void Scores(ReadOnlySpan<double> rows, ReadOnlySpan<ushort> listed, ReadOnlySpan<double> mean, int dimension, ReadOnlySpan<double> inverse, double constant, Span<double> scratch, Span<double> scores);

    /// <summary>Writes the rows listed, of so many numbers each, as columns.</summary>
    public abstract void Turn(ReadOnlySpan<double> rows, int length, ReadOnlySpan<ushort> listed, Span<double> columns, int stride);

    /// <summary>x ← eˣ for x ≤ 0, and 0 below the limit.</summary>
    public abstract void Exp(Span<double> x, double limit);

    /// <summary>max ← max + ln sum, sum ← weight / sum.</summary>
    public abstract void EndNormalizing(Span<double> max, Span<double> sum, ReadOnlySpan<double> weights);

    private static Vector128<byte> Places(int bits)
    {
        Span<byte> places = stackalloc byte[16];
        places.Clear();
        for (int bit = 0, place = 0; bit < 8; bit++)
        {
            if ((bits >> bit & 1) == 0)
                continue;
            (places[place], places[place + 1]) = ((byte)(2 * bit), (byte)((2 * bit) + 1));
            place += 2;
        }

        return Vector128.Create((ReadOnlySpan<byte>)places);
    }
}
