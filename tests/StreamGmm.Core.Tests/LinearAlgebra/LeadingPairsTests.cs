namespace StreamGmm.Core.Tests.LinearAlgebra;

public class LeadingPairsTests
{
    /// <summary>Large enough that the matrix is not decomposed whole.</summary>
    private const int Dimension = 150;

    public static TheoryData<string> Spectra => ["steep", "flat", "two levels", "equal", "few", "none"];

    [Theory]
    [MemberData(nameof(Spectra))]
    public void They_capture_as_much_as_the_whole_decomposition(string spectrum)
    {
        var matrix = Symmetric(Spectrum(spectrum), 1);
        var whole = Eigenpairs.Of(Full(matrix));
        var pairs = LeadingPairs.Of(matrix, Dimension, 8, []);
        Close.Absolutely(1e-12 * Math.Max(1e-300, whole.Values[0]) * 8, whole.Values.Take(8).Sum(), pairs.Values.Sum());
        for (var i = 0; i < 8; i++)
        {
            var (u, image) = (pairs.Directions.Row(i).ToArray(), Product(Full(matrix), pairs.Directions.Row(i).ToArray()));
            Close.Absolutely(1e-13, 1, u.Sum(x => x * x));
            Close.Absolutely(1e-6 * whole.Values[0], [.. u.Select(x => x * pairs.Values[i])], image);
            Assert.All(Enumerable.Range(0, i), l => Close.Absolutely(1e-13, 0, u.Zip(pairs.Directions.Row(l).ToArray(), (x, y) => x * y).Sum()));
        }
    }

    [Fact]
    public void Where_values_are_apart_the_directions_are_those_of_the_whole_decomposition()
    {
        var matrix = Symmetric(Spectrum("steep"), 2);
        var (whole, pairs) = (Eigenpairs.Of(Full(matrix)), LeadingPairs.Of(matrix, Dimension, 5, []));
        Close.Absolutely(1e-13 * whole.Values[0], [.. whole.Values.Take(5)], pairs.Values.AsSpan());
        Close.Absolutely(1e-8, whole.Directions.AsSpan()[..(5 * Dimension)], pairs.Directions.AsSpan());
    }

    [Theory]
    [MemberData(nameof(Spectra))]
    public void They_never_capture_less_than_the_directions_they_start_from(string spectrum)
    {
        var matrix = Full(Symmetric(Spectrum(spectrum), 3));
        var near = new Draw(4).Orthonormal(6, Dimension);
        var captured = near.Sum(u => u.Zip(Product(matrix, u), (x, y) => x * y).Sum());
        Assert.True(LeadingPairs.Of(Symmetric(Spectrum(spectrum), 3), Dimension, 6, [.. near.SelectMany(u => u)]).Values.Sum() >= captured * (1 - 1e-13));
    }

    [Fact]
    public void Directions_to_start_from_that_are_no_use_do_no_harm()
    {
        // The matrix is 0 along the first axes, and they are where it starts.
        var values = Spectrum("steep");
        var packed = new double[PackedTriangle.Length(Dimension)];
        for (var j = 20; j < Dimension; j++)
            packed[PackedTriangle.Diagonal(j)] = values[j - 20];
        var axes = new double[8 * Dimension];
        for (var i = 0; i < 8; i++)
            axes[(i * Dimension) + i] = 1;
        Close.Absolutely(1e-13 * values[0], values.AsSpan(0, 8), LeadingPairs.Of(packed, Dimension, 8, axes).Values.AsSpan());
    }

    [Theory]
    [InlineData(1e-280)]
    [InlineData(1e280)]
    public void Any_size_of_numbers_does(double size)
    {
        var (matrix, values) = (Symmetric(Spectrum("steep"), 5), Spectrum("steep"));
        var pairs = LeadingPairs.Of([.. matrix.Select(x => x * size)], Dimension, 4, []);
        Close.Absolutely(1e-12 * values[0], values.AsSpan(0, 4), [.. pairs.Values.Select(value => value / size)]);
    }

    private static double[] Spectrum(string name) => [.. Enumerable.Range(0, Dimension).Select(i => name switch
    {
        "steep" => Math.Pow(0.7, i),
        "flat" => 2 - (i / (double)Dimension),
        "two levels" => i < 8 ? 100 - i : 1,
        "equal" => 3,
        "few" => i < 5 ? 5 - i : 0,
        _ => 0.0,
    })];

    /// <summary>A packed matrix of these eigenvalues along random directions.</summary>
    private static double[] Symmetric(double[] values, int seed)
    {
        var directions = new Draw(seed).Orthonormal(Dimension, Dimension);
        var packed = new double[PackedTriangle.Length(Dimension)];
        for (var i = 0; i < Dimension; i++)
        {
            for (var j = 0; j < Dimension; j++)
            {
                for (var l = 0; l <= j; l++)
                    packed[PackedTriangle.Row(j) + l] += values[i] * directions[i][j] * directions[i][l];
            }
        }

        return packed;
    }

    private static RealMatrix Full(double[] packed) => RealMatrix.Create(Dimension, Dimension, matrix => PackedTriangle.Unpack(packed, Dimension, matrix));

    private static double[] Product(RealMatrix matrix, double[] x) => [.. Enumerable.Range(0, Dimension).Select(j => matrix.Row(j).ToArray().Zip(x, (a, b) => a * b).Sum())];
}
