namespace StreamGmm.Core.Tests.Kernels;

/// <summary>A column-major tile of random numbers, and all else a kernel takes. Whatever lies outside the counts is NaN, so that touching it shows.</summary>
internal sealed class RandomTile
{
    private const int Gap = 8;
    private readonly Random random;

    public RandomTile(int dimension, int count)
    {
        random = new Random((1000 * dimension) + count);
        (Dimension, Count, Stride) = (dimension, count, count + Gap);
        X = Columns(dimension, () => Normal(3));
        Weights = Columns(1, () => random.Next(4) == 0 ? 0 : random.NextDouble());
        Mean = Numbers(dimension, () => Normal(2));
        Inverse = Numbers(dimension * (dimension + 1) / 2, () => Normal(1));
        Scales = Numbers(dimension, () => 0.1 + random.NextDouble());
    }

    /// <summary>Every dimension that matters, each with two counts: blocks of 32, of 16 and of 8 and what is left of them.</summary>
    public static IEnumerable<RandomTile> All
    {
        get
        {
            for (var d = 1; d <= 70; d++)
            {
                yield return new RandomTile(d, 8 * (1 + (d % 5)));
                yield return new RandomTile(d, 32 + (8 * (d % 7)));
            }
        }
    }

    public int Dimension { get; }

    public int Count { get; }

    public int Stride { get; }

    /// <summary>D × stride.</summary>
    public double[] X { get; }

    /// <summary>A quarter of them 0.</summary>
    public double[] Weights { get; }

    public double[] Mean { get; }

    /// <summary>A packed lower triangle.</summary>
    public double[] Inverse { get; }

    public double[] Scales { get; }

    public double At(int axis, int sample) => X[(axis * Stride) + sample];

    /// <summary>K × stride numbers, NaN in the gaps.</summary>
    public double[] Columns(int rows, Func<double> draw)
    {
        var values = new double[rows * Stride];
        Array.Fill(values, double.NaN);
        for (var k = 0; k < rows; k++)
        {
            for (var i = 0; i < Count; i++)
                values[(k * Stride) + i] = draw();
        }

        return values;
    }

    public double Normal(double scale) => scale * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static double[] Numbers(int length, Func<double> draw) => [.. Enumerable.Range(0, length).Select(_ => draw())];
}
