namespace StreamGmm;

/// <summary>Some of the features of a mixture, by their numbers.</summary>
internal static class Axes
{
    /// <summary>Throws where an axis is none of D, or there twice.</summary>
    public static void Require(ReadOnlySpan<int> axes, int dimension)
    {
        for (var a = 0; a < axes.Length; a++)
        {
            if ((uint)axes[a] >= (uint)dimension)
                throw new ArgumentException($"Axis {axes[a]} is none of the {dimension} features: they are numbered from 0.", nameof(axes));
            if (axes[..a].Contains(axes[a]))
                throw new ArgumentException($"Axis {axes[a]} is given twice: name each axis once.", nameof(axes));
        }
    }

    /// <summary>The axes that are not among these, ascending.</summary>
    public static int[] Others(ReadOnlySpan<int> axes, int dimension)
    {
        var others = Enumerable.Range(0, dimension).ToList();
        foreach (var axis in axes)
            others.Remove(axis);
        return [.. others];
    }

    /// <summary>The elements of a row on these axes.</summary>
    public static RealVector Pick(ReadOnlySpan<double> row, int[] axes)
    {
        var values = new double[axes.Length];
        for (var a = 0; a < axes.Length; a++)
            values[a] = row[axes[a]];
        return RealVector.Create(values);
    }

    /// <summary>The columns of a matrix on these axes.</summary>
    public static RealMatrix Columns(RealMatrix matrix, int[] axes) =>
        RealMatrix.Create([.. Enumerable.Range(0, matrix.Rows).Select(i => Pick(matrix.Row(i), axes))]);

    /// <summary>The rows and columns of a square matrix on these axes.</summary>
    public static RealMatrix Block(RealMatrix matrix, int[] axes) =>
        RealMatrix.Create([.. axes.Select(axis => Pick(matrix.Row(axis), axes))]);
}
