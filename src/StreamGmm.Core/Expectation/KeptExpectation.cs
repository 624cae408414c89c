namespace StreamGmm;

/// <summary>The <see cref="TileExpectation{T}"/> that a thread scores with, kept for its next call; and the origin and the point that go with it.</summary>
internal static class KeptExpectation
{
    /// <summary>The numbers of an expectation up to which it is kept, 2 MiB: making a larger one is nothing beside using it.</summary>
    private const int LargestKept = 1 << 18;

    [ThreadStatic]
    private static TileExpectation<double>? kept;

    [ThreadStatic]
    private static double[]? values;

    [ThreadStatic]
    private static Samples? point;

    private static double[] zeros = [];

    /// <summary>That of this thread, for a mixture and tiles of so many rows.</summary>
    public static TileExpectation<double> For(GaussianMixture mixture, int rows)
    {
        if (kept is { } fits && fits.Components == mixture.Components && fits.Tile.Dimension == mixture.Dimension && fits.Tile.MostRows >= rows)
            return fits;
        kept?.Dispose();
        kept = null;
        return kept = new TileExpectation<double>(mixture.Dimension, mixture.Components, rows);
    }

    /// <summary>The same, out of reach of whatever else this thread scores until it is given back.</summary>
    public static TileExpectation<double> Take(GaussianMixture mixture, int rows)
    {
        var taken = For(mixture, rows);
        kept = null;
        return taken;
    }

    /// <summary>Keeps what was taken, unless it is large or there is another one.</summary>
    public static void GiveBack(TileExpectation<double> taken)
    {
        if (kept is null && 2L * (taken.Components + taken.Tile.Dimension) * taken.Tile.Stride <= LargestKept)
            kept = taken;
        else
            taken.Dispose();
    }

    /// <summary>No origin: x − μ is then rounded once, however far apart the components are.</summary>
    public static ReadOnlySpan<double> Zero(int dimension)
    {
        var enough = zeros;
        if (enough.Length < dimension)
            zeros = enough = new double[dimension];
        return enough.AsSpan(0, dimension);
    }

    /// <summary>One point as samples, copied to where the last one of this thread was.</summary>
    /// <exception cref="ArgumentException">A value is not finite or too large.</exception>
    public static Samples Point(ReadOnlySpan<double> features)
    {
        Samples.Check(features, features.Length);
        if (values?.Length != features.Length)
            (values, point) = (new double[features.Length], null);
        features.CopyTo(values);
        return point ??= Samples.From(values, values.Length);
    }
}
