using System.Numerics.Tensors;

namespace StreamGmm;

/// <summary>What samples add to the information: Σ v (s sᵀ − Σ r g gᵀ) and, of each component, its mass Σ r v and Σ r v g. Here g is the score of a component, s = Σ r g that of the mixture.</summary>
internal sealed class InformationSum(WhitenedParameters parameters)
{
    private readonly int width = parameters.Dimension + parameters.CovarianceLength;
    private readonly double[] matrix = new double[PackedTriangle.Length(parameters.Length)];
    private readonly double[] masses = new double[parameters.Components];
    private readonly double[] sums = new double[parameters.Components * (parameters.Dimension + parameters.CovarianceLength)];

    /// <summary>What adding a sample needs besides.</summary>
    public static int ScratchLength(WhitenedParameters parameters) => parameters.Length + (2 * parameters.Dimension) + parameters.CovarianceLength;

    /// <summary>Adds a sample.</summary>
    /// <param name="x">Its features.</param>
    /// <param name="weight">v.</param>
    /// <param name="responsibilities">r, K.</param>
    /// <param name="scratch">For scores, <see cref="ScratchLength"/> numbers.</param>
    public void Add(ReadOnlySpan<double> x, double weight, ReadOnlySpan<double> responsibilities, Span<double> scratch)
    {
        var total = scratch[..parameters.Length];
        var score = scratch.Slice(parameters.Length, width);
        var difference = scratch.Slice(parameters.Length + width, parameters.Dimension);
        total.Clear();
        for (var k = 0; k < responsibilities.Length; k++)
        {
            var r = responsibilities[k];
            if (r == 0)
                continue;
            AddScaled(parameters.WeightScore(k), r, total);
            parameters.Score(k, x, difference, score);
            var means = score[..parameters.Dimension];
            var covariances = score[parameters.Dimension..];
            AddScaled(means, r, total[parameters.MeanStart(k)..]);
            AddScaled(covariances, r, total[parameters.CovarianceStart(k)..]);
            masses[k] += r * weight;
            AddScaled(score, r * weight, sums.AsSpan(k * width));
            TakeOuter(k, means, covariances, r * weight);
        }

        for (var a = 0; a < total.Length; a++)
        {
            if (total[a] != 0)
                AddScaled(total[..(a + 1)], weight * total[a], matrix.AsSpan(PackedTriangle.Row(a)));
        }
    }

    /// <summary>Adds what other samples gave; commutes bit for bit.</summary>
    public InformationSum Add(InformationSum other)
    {
        TensorPrimitives.Add(matrix, other.matrix, matrix);
        TensorPrimitives.Add(masses, other.masses, masses);
        TensorPrimitives.Add(sums, other.sums, sums);
        return this;
    }

    /// <summary>The observed information, packed (Louis, 1982): what the complete data would tell, less what is lost by not knowing the components.</summary>
    /// <remarks>Of the weights what is told and lost is the same, and s sᵀ is left.</remarks>
    public double[] Information()
    {
        var information = (double[])matrix.Clone();
        for (var k = 0; k < parameters.Components; k++)
        {
            var own = sums.AsSpan(k * width, width);
            parameters.AddComplete(k, masses[k], own, information);
            for (var c = 0; c < width; c++)
            {
                var row = PackedTriangle.Row(c < parameters.Dimension ? parameters.MeanStart(k) + c : parameters.CovarianceStart(k) + c - parameters.Dimension);
                AddScaled(parameters.WeightScore(k), -own[c], information.AsSpan(row));
            }
        }

        return information;
    }

    /// <summary>Σ v s, the gradient of the log-likelihood.</summary>
    public double[] Gradient()
    {
        var gradient = new double[parameters.Length];
        for (var k = 0; k < parameters.Components; k++)
        {
            var own = sums.AsSpan(k * width, width);
            AddScaled(parameters.WeightScore(k), masses[k], gradient);
            AddScaled(own[..parameters.Dimension], 1, gradient.AsSpan(parameters.MeanStart(k)));
            AddScaled(own[parameters.Dimension..], 1, gradient.AsSpan(parameters.CovarianceStart(k)));
        }

        return gradient;
    }

    private static void AddScaled(ReadOnlySpan<double> x, double factor, Span<double> sum) => TensorPrimitives.MultiplyAdd(x, factor, sum[..x.Length], sum);

    /// <summary>Takes r v g gᵀ of a component off its block, the part of the weights apart.</summary>
    private void TakeOuter(int component, ReadOnlySpan<double> means, ReadOnlySpan<double> covariances, double mass)
    {
        var (firstMean, firstCovariance) = (parameters.MeanStart(component), parameters.CovarianceStart(component));
        for (var j = 0; j < means.Length; j++)
            AddScaled(means[..(j + 1)], -mass * means[j], matrix.AsSpan(PackedTriangle.Row(firstMean + j) + firstMean));
        for (var c = 0; c < covariances.Length; c++)
        {
            var row = PackedTriangle.Row(firstCovariance + c);
            AddScaled(means, -mass * covariances[c], matrix.AsSpan(row + firstMean));
            AddScaled(covariances[..(c + 1)], -mass * covariances[c], matrix.AsSpan(row + firstCovariance));
        }
    }
}
