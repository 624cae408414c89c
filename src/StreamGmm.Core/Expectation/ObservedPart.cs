namespace StreamGmm;

/// <summary>What a mixture says of rows of which only some axes are observed: the marginal density of those, and the distribution of the others given them.</summary>
/// <remarks>With the observed axes first, Σ = L Lᵀ and L = [L_oo, 0; L_mo, L_mm]: what is expected is μ_m + L_mo L_oo⁻¹ (x_o − μ_o), and L_mm L_mmᵀ its covariance. Nothing is subtracted.</remarks>
internal sealed class ObservedPart
{
    private static readonly double LogTwoPi = Math.Log(2 * Math.PI);

    private readonly GaussianMixture mixture;
    private readonly MissingPattern pattern;
    private readonly double[] constants;

    // Packed triangles, one after another; the one of a tied covariance, and none where axes are independent.
    private readonly double[] lower;
    private readonly int stride;

    /// <param name="mixture">The mixture.</param>
    /// <param name="pattern">What the rows have.</param>
    /// <param name="covariances">The covariance of each component (the tied one), packed, one after another; none where axes are independent.</param>
    public ObservedPart(GaussianMixture mixture, MissingPattern pattern, ReadOnlySpan<double> covariances)
    {
        (this.mixture, this.pattern) = (mixture, pattern);
        var length = PackedTriangle.Length(mixture.Dimension);
        stride = mixture.Shape == CovarianceShape.Tied ? 0 : length;
        lower = new double[covariances.Length];
        for (var k = 0; k < lower.Length; k += length)
            Factor(covariances.Slice(k, length), lower.AsSpan(k, length));
        constants = new double[mixture.Components];
        for (var k = 0; k < constants.Length; k++)
            constants[k] = Math.Log(mixture.Weights[k]) - (0.5 * pattern.Observed.Length * LogTwoPi) - LogScale(k);
    }

    /// <summary>The axes that have a value.</summary>
    public ReadOnlySpan<int> Observed => pattern.Observed;

    /// <summary>The axes that have none.</summary>
    public ReadOnlySpan<int> Missing => pattern.Missing;

    /// <summary>z ← L_oo⁻¹ z, where z is x_o − μ_o, and ln π + ln p(x_o) of a component.</summary>
    public double Score(int component, Span<double> z)
    {
        if (lower.Length == 0)
        {
            for (var a = 0; a < z.Length; a++)
                z[a] /= Deviation(component, Observed[a]);
        }
        else
        {
            for (var a = 0; a < z.Length; a++)
            {
                var row = Row(component, a);
                z[a] = (z[a] - InnerProduct.Of(row[..a], z[..a])) / row[a];
            }
        }

        return constants[component] - (0.5 * InnerProduct.Of(z, z));
    }

    /// <summary>How far what is expected of a missing axis lies from the mean, given z.</summary>
    public double Shift(int component, int place, ReadOnlySpan<double> z) =>
        lower.Length == 0 ? 0 : InnerProduct.Of(Row(component, Observed.Length + place)[..Observed.Length], z);

    /// <summary>scatter ← scatter + mass × the covariance of what is missing; axes that are settled have none.</summary>
    public void AddCovariance(int component, double mass, Scatter form, Span<double> scatter, ReadOnlySpan<bool> settled)
    {
        for (var b = 0; b < Missing.Length; b++)
        {
            var axis = Missing[b];
            if (settled[axis])
                continue;
            if (lower.Length == 0)
            {
                scatter[form.Length == 1 ? 0 : axis] += mass * mixture.Covariances.Variance(component, axis);
                continue;
            }

            for (var c = 0; c <= b; c++)
            {
                if (!settled[Missing[c]])
                    scatter[PackedTriangle.Row(axis) + Missing[c]] += mass * InnerProduct.Of(Rest(component, b)[..(c + 1)], Rest(component, c));
            }
        }
    }

    /// <summary>Adds a draw of what is missing to what is expected of it, given as many standard normal numbers.</summary>
    public void AddDraw(int component, ReadOnlySpan<double> normals, Span<double> expected)
    {
        for (var b = 0; b < expected.Length; b++)
            expected[b] += lower.Length == 0 ? Deviation(component, Missing[b]) * normals[b] : InnerProduct.Of(Rest(component, b), normals[..(b + 1)]);
    }

    /// <summary>A row of L up to its diagonal, in the order of the pattern.</summary>
    private ReadOnlySpan<double> Row(int component, int place) => lower.AsSpan((component * stride) + PackedTriangle.Row(place), place + 1);

    /// <summary>A row of L_mm up to its diagonal.</summary>
    private ReadOnlySpan<double> Rest(int component, int place) => Row(component, Observed.Length + place)[Observed.Length..];

    private double Deviation(int component, int axis) => Math.Sqrt(mixture.Covariances.Variance(component, axis));

    /// <summary>½ ln det Σ_oo.</summary>
    private double LogScale(int component)
    {
        double sum = 0;
        for (var a = 0; a < Observed.Length; a++)
            sum += Math.Log(lower.Length == 0 ? Deviation(component, Observed[a]) : Row(component, a)[a]);
        return sum;
    }

    /// <summary>L of the reordered matrix. It exists in the order of the axes; where rounding is in its way in this order, a little is added to the diagonal.</summary>
    private void Factor(ReadOnlySpan<double> covariance, Span<double> result)
    {
        int[] order = [.. pattern.Observed, .. pattern.Missing];
        for (var extra = 0.0; ; extra = Math.Max(2 * extra, Cholesky.SmallestPivot))
        {
            for (var j = 0; j < order.Length; j++)
            {
                for (var l = 0; l <= j; l++)
                    result[PackedTriangle.Row(j) + l] = covariance[PackedTriangle.Row(Math.Max(order[j], order[l])) + Math.Min(order[j], order[l])];
                result[PackedTriangle.Diagonal(j)] *= 1 + extra;
            }

            if (Cholesky.TryFactor(result, order.Length, out _))
                return;
        }
    }
}
