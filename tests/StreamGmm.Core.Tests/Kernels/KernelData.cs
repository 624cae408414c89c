using System.Numerics;

namespace StreamGmm.Core.Tests.Kernels;

/// <summary>A tile as it is loaded from samples, and all else that kernels take. What lies outside the counts is NaN, so that touching it shows.</summary>
internal sealed class KernelData<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Draw draw;

    public KernelData(KernelCase size)
    {
        draw = new Draw(size.Seed);
        (Dimension, Components) = (size.Dimension, size.Components);
        double[] weights = [.. Enumerable.Range(0, size.Rows).Select(_ => draw.Chance(size.ZeroShare) ? 0 : draw.Uniform(0.1, 2))];
        Samples = Samples.From(draw.Normals(size.Rows * Dimension, 3), Dimension).WithWeights(weights);
        Origin = draw.Normals(Dimension, 2);
        using var tile = new Tile<T>(Dimension, size.Rows);
        tile.Load(Samples, 0, size.Rows, Origin);
        (Count, Stride) = (tile.Count, tile.Stride);
        X = NoNumbers(Dimension);
        for (var j = 0; j < Dimension; j++)
            tile.Values.Slice(j * Stride, Count).CopyTo(X.AsSpan(j * Stride));
        Weights = tile.Weights.ToArray();
        Means = Numbers(Components * Dimension, () => draw.Normal());
        Inverse = Numbers(PackedTriangle.Length(Dimension), () => draw.Normal());
        Constants = draw.Normals(Components);
        Responsibilities = Rows(i => Weights[i] == T.Zero ? 0 : draw.Chance(0.1) ? 0 : draw.Uniform(0, 1));
    }

    public Samples Samples { get; }

    public double[] Origin { get; }

    public int Dimension { get; }

    public int Components { get; }

    public int Count { get; }

    public int Stride { get; }

    /// <summary>D × stride.</summary>
    public T[] X { get; }

    /// <summary>One for each row, 0 for the padding.</summary>
    public T[] Weights { get; }

    /// <summary>K × D.</summary>
    public T[] Means { get; }

    /// <summary>A packed lower triangle.</summary>
    public T[] Inverse { get; }

    public double[] Constants { get; }

    /// <summary>K × stride; 0 where the weight is.</summary>
    public T[] Responsibilities { get; }

    public double At(int axis, int row) => double.CreateTruncating(X[(axis * Stride) + row]);

    /// <summary>x − μ_k along an axis.</summary>
    public double From(int component, int axis, int row) => At(axis, row) - double.CreateTruncating(Means[(component * Dimension) + axis]);

    public double R(int component, int row) => double.CreateTruncating(Responsibilities[(component * Stride) + row]);

    /// <summary>Row j of the triangle, element l.</summary>
    public double W(int j, int l) => double.CreateTruncating(Inverse[PackedTriangle.Row(j) + l]);

    public T[] Mean(int component) => Means[(component * Dimension)..((component + 1) * Dimension)];

    public T[] Positive(int length) => Numbers(length, () => draw.Uniform(0.1, 1.5));

    /// <summary>K × stride numbers for the rows in use.</summary>
    public T[] Rows(Func<int, double> number)
    {
        var values = NoNumbers(Components);
        for (var k = 0; k < Components; k++)
        {
            for (var i = 0; i < Count; i++)
                values[(k * Stride) + i] = T.CreateTruncating(number(i));
        }

        return values;
    }

    public double Normal(double scale) => scale * draw.Normal();

    public int Integer(int below) => draw.Integer(below);

    /// <summary>Memory of so many rows × stride.</summary>
    public T[] NoNumbers(int rows)
    {
        var values = new T[rows * Stride];
        Array.Fill(values, T.NaN);
        return values;
    }

    /// <summary>The rows in use of K × stride numbers.</summary>
    public double[] InUse(T[] rows) =>
        [.. Enumerable.Range(0, rows.Length / Stride).SelectMany(k => Enumerable.Range(0, Count).Select(i => double.CreateTruncating(rows[(k * Stride) + i])))];

    private static T[] Numbers(int length, Func<double> draw) => [.. Enumerable.Range(0, length).Select(_ => T.CreateTruncating(draw()))];
}
