using System.Runtime.InteropServices;

namespace StreamGmm;

/// <summary>Reads samples from NumPy's <c>.npy</c> format (1.0, 2.0 and 3.0), and writes rows of numbers in it (1.0).</summary>
/// <remarks>
/// Read are little-endian float64 and float32, one- or two-dimensional, in C order; one dimension is n rows of one feature. Columns are numbered from 0,
/// rows counted from 1. A stream is left open.
/// </remarks>
public static class NpyFile
{
    /// <summary>All rows of a <c>.npy</c> stream; <paramref name="name"/> is what messages call it.</summary>
    /// <exception cref="InvalidDataException">The input does not hold what was expected; the message says what was seen and what to try.</exception>
    public static NamedSamples Read(Stream stream, string name, ReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var rows = new NpyRows(stream, name, options);
        return rows.ReadAll(cancellationToken);
    }

    /// <summary>Writes rows of numbers as a float64 array of shape (rows, <paramref name="columns"/>).</summary>
    /// <exception cref="ArgumentException">The values are no whole number of rows.</exception>
    public static void Write(Stream stream, ReadOnlySpan<double> values, int columns)
    {
        ArgumentNullException.ThrowIfNull(stream);
        RowBuffer.RequireWholeRows(values.Length, columns);
        NpyHeader.Write(stream, values.Length / columns, columns);

        // In pieces: the bytes of all values together can be more than a span holds.
        const int Piece = 1 << 20;
        for (var start = 0; start < values.Length; start += Piece)
            stream.Write(MemoryMarshal.AsBytes(values.Slice(start, Math.Min(Piece, values.Length - start))));
    }
}
