using System.Collections.Immutable;
using System.Numerics.Tensors;

namespace StreamGmm;

/// <summary>States of a fit and where their plain steps led, in one chart, oldest first: they tell how the gradient of the log-likelihood changes.</summary>
internal sealed record Secants(Chart Chart, ImmutableArray<Secants.State> States)
{
    /// <summary>More states than this tell nothing new.</summary>
    private const int MostStates = 11;

    /// <summary>A curvature that is less than this part of what its lengths allow is rounding.</summary>
    private const double SmallestCosine = 1e-8;

    public State Last => States[^1];

    public Secants Add(double[] x, double[] plain) =>
        this with { States = [.. States.Skip(States.Length + 1 - MostStates), new State(x, plain)] };

    /// <summary>H f: the quasi-Newton step from the last state, where H begins with the EM step (L-BFGS; Nocedal, 1980; for EM Lange, 1995).</summary>
    /// <param name="slowness">How much further than a plain step the end is along the slowest direction seen.</param>
    public double[] Step(out double slowness)
    {
        slowness = 1;
        var step = Last.Step();
        var pairs = new List<(double[] S, double[] Y, double Curvature, double Share)>();
        for (var j = States.Length - 2; j >= 0; j--)
        {
            var (s, y) = (new double[step.Length], States[j].Step());
            TensorPrimitives.Subtract(States[j + 1].X, States[j].X, s);
            TensorPrimitives.Subtract(y, States[j + 1].Step(), y);
            var (curvature, square) = (InnerProduct.Of(s, y), InnerProduct.Of(s, s));
            if (!(curvature > SmallestCosine * Math.Sqrt(square) * InnerProduct.Norm(y)))
                continue;
            slowness = Math.Max(slowness, square / curvature);
            var share = InnerProduct.Of(s, step) / curvature;
            TensorPrimitives.MultiplyAdd(y, -share, step, step);
            pairs.Add((s, y, curvature, share));
        }

        for (var j = pairs.Count - 1; j >= 0; j--)
        {
            var (s, y, curvature, share) = pairs[j];
            TensorPrimitives.MultiplyAdd(s, share - (InnerProduct.Of(y, step) / curvature), step, step);
        }

        return step;
    }

    /// <summary>Coordinates of a state, and of the plain step from it.</summary>
    public sealed record State(double[] X, double[] Plain)
    {
        /// <summary>f: the plain step, which is the gradient.</summary>
        public double[] Step()
        {
            var step = new double[X.Length];
            TensorPrimitives.Subtract(Plain, X, step);
            return step;
        }
    }
}
