using System.Runtime.CompilerServices;
using StreamGmm.Kernels;

namespace StreamGmm;

/// <summary>Centres as the kernels want them.</summary>
internal sealed class ScaledCenters
{
    private readonly double[] relative;
    private readonly double[] multipliers;
    private readonly double[] constants;

    public ScaledCenters(RealMatrix centers, RealVector origin, double[] scales)
    {
        const int Block = NearestKernels.Block;
        var dimension = centers.Columns;
        Centers = centers;
        Scales = scales;
        relative = new double[centers.Rows * dimension];
        constants = new double[(centers.Rows + Block - 1) / Block * Block];
        multipliers = new double[constants.Length * dimension];
        Array.Fill(constants, double.PositiveInfinity);
        for (var k = 0; k < centers.Rows; k++)
        {
            var square = Scale(centers.Row(k), origin.AsSpan(), relative.AsSpan(k * dimension, dimension), multipliers.AsSpan((k / Block * Block * dimension) + (k % Block)));
            constants[k] = 0.5 * square;
            Farthest = Math.Max(Farthest, square);
        }
    }

    /// <summary>The centres themselves, K × D.</summary>
    public RealMatrix Centers { get; }

    /// <summary>s, D numbers.</summary>
    public double[] Scales { get; }

    /// <summary>The largest ‖s m‖².</summary>
    public double Farthest { get; }

    /// <summary>K.</summary>
    public int Count => Centers.Rows;

    /// <summary>m − origin, K × D.</summary>
    public ReadOnlySpan<double> Relative => relative;

    /// <summary>m − origin, D numbers.</summary>
    public ReadOnlySpan<double> RelativeOf(int center) => relative.AsSpan(center * Scales.Length, Scales.Length);

    /// <summary>−s² m, centre beside centre in blocks.</summary>
    public ReadOnlySpan<double> Multipliers => multipliers;

    /// <summary>½ ‖s m‖², filled up with +∞.</summary>
    public ReadOnlySpan<double> Constants => constants;

    /// <summary>m − o and −s² m of a centre; gives ‖s m‖².</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Scale(ReadOnlySpan<double> center, ReadOnlySpan<double> origin, Span<double> differences, Span<double> products)
    {
        double square = 0;
        for (var j = 0; j < center.Length; j++)
        {
            var m = center[j] - origin[j];
            var scaled = m * Scales[j];
            differences[j] = m;
            products[j * NearestKernels.Block] = -scaled * Scales[j];
            square += scaled * scaled;
        }

        return square;
    }
}
