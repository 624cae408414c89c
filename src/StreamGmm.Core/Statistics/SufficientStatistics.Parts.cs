using System.Numerics.Tensors;

namespace StreamGmm;

/// <content>What the M-step asks for, and streams whose components change.</content>
public sealed partial class SufficientStatistics
{
    /// <summary>The same as <c>Decay(f) + other.Decay(g)</c>, with the other's numbers given: those of statistics of the same shape, sizes and origin.</summary>
    internal SufficientStatistics Blend(double f, ReadOnlySpan<double> other, double g)
    {
        var sum = GC.AllocateUninitializedArray<double>(values.Length);
        Layout.Combine(values, f, other, g, sum);
        return new SufficientStatistics(Layout, Origin, sum);
    }

    /// <summary>The components put together in groups, each a component of the new statistics; those of group −1 are left out, with their weight.</summary>
    internal SufficientStatistics Regroup(IReadOnlyList<int> groupOf, int groups)
    {
        var layout = new StatisticsLayout(Shape, groups, Dimension);
        var sum = new double[layout.Length];
        var one = new double[layout.Length];
        for (var k = 0; k < Components; k++)
        {
            if (groupOf[k] < 0)
                continue;
            Array.Clear(one);
            layout.Masses(one.AsSpan())[groupOf[k]] = Mass(k);
            RelativeMean(k).CopyTo(layout.Mean(one.AsSpan(), groupOf[k]));
            if (!layout.Scatter.IsShared)
                ScatterOf(k).CopyTo(layout.ScatterOf(one.AsSpan(), groupOf[k]));
            layout.Add(sum, one);
        }

        if (layout.Scatter.IsShared)
            TensorPrimitives.Add(layout.ScatterOf(sum.AsSpan(), 0), ScatterOf(0), layout.ScatterOf(sum.AsSpan(), 0));
        var kept = Enumerable.Range(0, Components).Where(k => groupOf[k] >= 0).Sum(Mass);
        var share = TotalMass() is > 0 and var total ? kept / total : 0;
        StatisticsLayout.SetWeight(sum, StatisticsLayout.Weight(values) * share);
        StatisticsLayout.SetLogLikelihood(sum, StatisticsLayout.LogLikelihood(values) * share);
        return new SufficientStatistics(layout, Origin, sum);
    }

    /// <summary>The variance of all samples along each axis, within and between components; D values (spherical: the part within is spread evenly).</summary>
    internal double[] TotalVariances()
    {
        var total = TotalMass();
        var variances = new double[Dimension];
        if (!(total > 0))
            return variances;

        // About the first mean there is, so that equal means give exactly none.
        var first = Layout.Masses(Values).IndexOfAnyExcept(0.0);
        var start = RelativeMean(first);
        var mean = start.ToArray();
        for (var k = first + 1; k < Components; k++)
        {
            var share = Mass(k) / total;
            var own = RelativeMean(k);
            for (var j = 0; j < mean.Length; j++)
                mean[j] += share * (own[j] - start[j]);
        }

        Span<double> within = new double[Dimension];
        for (var k = 0; k < Components; k++)
        {
            var mass = Mass(k);
            var own = RelativeMean(k);
            if (k == 0 || !Layout.Scatter.IsShared)
                Layout.Scatter.CopyAlong(ScatterOf(k), within);
            else
                within.Clear();
            for (var j = 0; j < mean.Length; j++)
            {
                var d = own[j] - mean[j];
                variances[j] += (mass * d * d) + within[j];
            }
        }

        foreach (ref var variance in variances.AsSpan())
            variance /= total;
        return variances;
    }

    /// <summary>Σ w: what the weights are shares of.</summary>
    internal double TotalMass()
    {
        double total = 0;
        for (var k = 0; k < Components; k++)
            total += Mass(k);
        return total;
    }
}
