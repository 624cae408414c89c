using System.Numerics.Tensors;

namespace StreamGmm;

/// <summary>A step beyond the plain one, not yet tried.</summary>
/// <param name="Mixture">Where it leads; null where it is no further than the plain step, or nowhere.</param>
/// <param name="Length">How long it is, in the measure of its kind.</param>
/// <param name="IsHeldBack">True if it would have been longer.</param>
/// <param name="RemainingGain">What is still to be gained in mean log-likelihood: by the leap if it were not held back, and no less than if all of the plain step went the slowest way seen.</param>
internal sealed record Leap(GaussianMixture? Mixture, double Length, bool IsHeldBack, double RemainingGain)
{
    /// <summary>Where it leads in the chart of the secants it was made of; null if it was not.</summary>
    public double[]? Coordinates { get; private init; }

    /// <summary>A leap that goes less than this share of the plain step beyond it is not worth trying.</summary>
    private const double Negligible = 1e-3;

    /// <summary>x₀ + 2a r + a² v from two plain steps, r the first and v the change to the second, a = ‖r‖ / ‖v‖ but no more than the reach; 1 is the plain step.</summary>
    public static Leap? Squarem(GaussianMixture before, GaussianMixture at, GaussianMixture plain, double reach)
    {
        var chart = Chart.About(before);
        if (!chart.Covers(at) || !chart.Covers(plain))
            return null;
        var (x0, r, f) = (chart.Of(before), chart.Of(at), chart.Of(plain));
        TensorPrimitives.Subtract(f, r, f);
        TensorPrimitives.Subtract(r, x0, r);
        var v = new double[r.Length];
        TensorPrimitives.Subtract(f, r, v);
        var (slowness, square) = (InnerProduct.Norm(r) / InnerProduct.Norm(v), InnerProduct.Of(f, f));
        if (!(slowness > 1 && double.IsFinite(slowness)))
            return new Leap(null, 1, false, 0.5 * square);
        var length = slowness;
        var remaining = 0.5 * Math.Max(slowness * square, InnerProduct.Of(f, Along(length)));
        var isHeldBack = length > reach;
        for (length = Math.Min(length, reach); length > 1; length = length > 2 ? length / 2 : 1)
        {
            var x = Along(length);
            TensorPrimitives.Add(x, r, x);
            TensorPrimitives.Add(x, x0, x);
            if (chart.Mixture(x, plain) is { } mixture)
                return new Leap(mixture, length, isHeldBack, remaining);
        }

        return new Leap(null, 1, isHeldBack, remaining);

        // From the second state, x₀ + r.
        double[] Along(double a)
        {
            var step = new double[r.Length];
            TensorPrimitives.Multiply(r, (2 * a) - 1, step);
            TensorPrimitives.MultiplyAdd(v, a * a, step, step);
            return step;
        }
    }

    /// <summary>The quasi-Newton step, as far beyond the plain one as the reach allows: so many times the length of that.</summary>
    public static Leap QuasiNewton(Secants secants, GaussianMixture plain, double reach)
    {
        var (f, step, last) = (secants.F, secants.Step(out var slowness), secants.Plain);
        var remaining = 0.5 * Math.Max(slowness * InnerProduct.Of(f, f), InnerProduct.Of(f, step));
        TensorPrimitives.Subtract(step, f, step);
        var ratio = InnerProduct.Norm(step) / InnerProduct.Norm(f);
        var isHeldBack = ratio > reach;
        for (var length = Math.Min(ratio, reach); length > Negligible; length /= 2)
        {
            var x = new double[f.Length];
            TensorPrimitives.MultiplyAdd(step, length / ratio, last, x);
            if (secants.Chart.Mixture(x, plain) is { } mixture)
                return new Leap(mixture, length, isHeldBack, remaining) { Coordinates = x };
        }

        return new Leap(null, 0, isHeldBack, remaining);
    }
}
