namespace StreamGmm;

/// <summary>A lower triangle (or a symmetric matrix by its lower half), row after row without gaps.</summary>
internal static class PackedTriangle
{
    /// <summary>D (D + 1) / 2, the number of elements.</summary>
    public static int Length(int dimension) => dimension * (dimension + 1) / 2;

    /// <summary>Where row <paramref name="row"/> begins; the element in column l ≤ row follows l places later.</summary>
    public static int Row(int row) => row * (row + 1) / 2;

    /// <summary>Where the diagonal element of <paramref name="axis"/> is.</summary>
    public static int Diagonal(int axis) => Row(axis) + axis;

    /// <summary>Writes the symmetric matrix whole: D × D, exactly symmetric.</summary>
    public static void Unpack(ReadOnlySpan<double> packed, int dimension, Span<double> full)
    {
        for (var j = 0; j < dimension; j++)
        {
            for (var l = 0; l <= j; l++)
                full[(j * dimension) + l] = full[(l * dimension) + j] = packed[Row(j) + l];
        }
    }

    /// <summary>Reads the lower half of a D × D matrix.</summary>
    public static void Pack(ReadOnlySpan<double> full, int dimension, Span<double> packed)
    {
        for (var j = 0; j < dimension; j++)
            full.Slice(j * dimension, j + 1).CopyTo(packed[Row(j)..]);
    }
}
