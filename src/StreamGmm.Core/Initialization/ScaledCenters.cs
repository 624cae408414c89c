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
            double square = 0;
            for (var j = 0; j < dimension; j++)
            {
                var m = centers.AsSpan()[(k * dimension) + j] - origin[j];
                var scaled = m * scales[j];
                relative[(k * dimension) + j] = m;
                multipliers[(k / Block * Block * dimension) + (j * Block) + (k % Block)] = -scaled * scales[j];
                square += scaled * scaled;
            }

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

    /// <summary>−s² m, centre beside centre in blocks.</summary>
    public ReadOnlySpan<double> Multipliers => multipliers;

    /// <summary>½ ‖s m‖², filled up with +∞.</summary>
    public ReadOnlySpan<double> Constants => constants;
}
