using MathNet.Numerics.Distributions;

namespace StreamGmm;

/// <summary>What samples tell of the parameters of a mixture: the matrix of second derivatives of the log-likelihood, negative, and the standard errors that follow from it.</summary>
/// <remarks>
/// Exact, by the formula of Louis (1982), at a maximum of the likelihood and elsewhere. The matrix is taken in standard deviations of each component, so that errors follow any scale and offset of the data.
/// Weights of samples are copies: twice the weights, errors smaller by √2. What regularization adds to variances plays no part.
/// Time n p² and p³, memory 4 p² bytes a thread, for p free parameters.
/// </remarks>
public sealed class ObservedInformation
{
    /// <summary>A matrix of 400 MB, and minutes for the errors alone.</summary>
    private const int MostParameters = 10_000;

    private readonly double[] errors;

    private ObservedInformation(GaussianMixture mixture, double[] errors, double distance) =>
        (Mixture, this.errors, DistanceToMaximum) = (mixture, errors, distance);

    /// <summary>The mixture the information is about.</summary>
    public GaussianMixture Mixture { get; }

    /// <summary>How far the maximum of the likelihood seems to be, in standard errors: √(gᵀ I⁻¹ g) with the gradient g. Near 0 where a fit has converged; beyond 0.5, as for very many samples, iterate further with less tolerance.</summary>
    public double DistanceToMaximum { get; }

    /// <summary>The standard error of every weight, mean and covariance.</summary>
    public ParameterValues StandardErrors => new ParameterForm(Mixture).Values(errors);

    /// <summary>The information in samples about a mixture that was fitted to them.</summary>
    /// <param name="mixture">The mixture, of K components that all have a weight.</param>
    /// <param name="samples">The samples it was fitted to. Those with a label belong to that component.</param>
    /// <param name="threads">How many threads at most, 0 for all cores. The result is the same to the last bit.</param>
    /// <param name="cancellationToken">Looked at every few hundred samples.</param>
    /// <exception cref="ArgumentException">The dimensions differ, a label is no component, there are fewer samples of positive weight than components, or more than 10,000 parameters.</exception>
    /// <exception cref="InvalidOperationException">The information is singular: the samples do not tell some parameter, or the mixture is not at a maximum. The message names the parameter.</exception>
    /// <exception cref="NotSupportedException">The shape is none of full, tied, diagonal and spherical.</exception>
    public static ObservedInformation Of(GaussianMixture mixture, Samples samples, int threads = 0, CancellationToken cancellationToken = default)
    {
        Require(mixture, samples);
        var parameters = new WhitenedParameters(mixture);
        if (mixture.ParameterCount > MostParameters)
            throw new ArgumentException($"The mixture has {mixture.ParameterCount} free parameters: the matrix of information is for {MostParameters} at most. Take the bootstrap, or fit a simpler shape.", nameof(mixture));

        var sum = InformationPass.Run(mixture, samples, parameters, threads, cancellationToken);
        var lower = sum.Information();
        if (!Cholesky.TryFactor(lower, parameters.Length, out var singular))
        {
            throw new InvalidOperationException(
                $"The observed information is singular at {parameters.Name(singular)}: {samples.Count} samples do not tell the {parameters.Length} parameters of the mixture apart there, or it is no maximum of the likelihood. "
                + "Let the fit converge further with less tolerance and regularization, use fewer components or a simpler shape, or take the bootstrap.");
        }

        var gradient = sum.Gradient();
        Triangle.Solve(lower, gradient);
        return new ObservedInformation(mixture, Errors(mixture, parameters, lower, cancellationToken), Norm(gradient));
    }

    /// <summary>Intervals that hold the true parameters with about the probability <paramref name="level"/>, one by one, where the samples are many.</summary>
    /// <remarks>Estimate ± z × error; of weights as ln(π / (1 − π)) and of variances as ln σ², so that limits stay in their range; of means and of covariances of two features as they are.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The level is not between 0 and 1.</exception>
    public ConfidenceIntervals Intervals(double level = 0.95)
    {
        var z = Normal.InvCDF(0, 1, (1 + ConfidenceIntervals.Checked(level)) / 2);
        var form = new ParameterForm(Mixture);
        var estimates = new double[form.Length];
        form.Copy(Mixture, estimates);
        return new ConfidenceIntervals(level, Limits(-z), Limits(z));

        ParameterValues Limits(double times) => form.Values([.. estimates.Select((estimate, i) => Limit(form.KindOf(i), estimate, times * errors[i]))]);
    }

    internal static void Require(GaussianMixture mixture, Samples samples)
    {
        ArgumentNullException.ThrowIfNull(mixture);
        ArgumentNullException.ThrowIfNull(samples);
        EStep.RequireDimension(mixture, samples.Dimension);
        samples.RequireAtLeast(mixture.Components);
        samples.RequireLabelsBelow(mixture.Components);
        for (var k = 0; k < mixture.Components; k++)
        {
            if (mixture.Weights[k] == 0)
                throw new InvalidOperationException($"Component {k} has weight 0: no sample tells anything of its mean and covariance. Use fewer components.");
        }
    }

    /// <summary>The estimate moved by a distance, on the scale of its kind.</summary>
    private static double Limit(ParameterForm.Kind kind, double estimate, double distance) => kind switch
    {
        ParameterForm.Kind.Weight when distance != 0 && estimate < 1 => Share(Math.Log(estimate / (1 - estimate)) + (distance / (estimate * (1 - estimate)))),
        ParameterForm.Kind.Variance => estimate * Math.Exp(distance / estimate),
        _ => estimate + distance,
    };

    private static double Share(double logit) => 1 / (1 + Math.Exp(-logit));

    /// <summary>√(J I⁻¹ Jᵀ) of each parameter, J its derivatives.</summary>
    private static double[] Errors(GaussianMixture mixture, WhitenedParameters parameters, double[] lower, CancellationToken cancellationToken)
    {
        var errors = new double[new ParameterForm(mixture).Length];
        var factors = parameters.Factors();
        var row = new double[parameters.Length];
        for (var i = 0; i < errors.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Array.Clear(row);
            var first = parameters.Derivative(i, factors, row);
            Triangle.Solve(lower, row, first);
            errors[i] = Norm(row);
        }

        return errors;
    }

    private static double Norm(ReadOnlySpan<double> x) => System.Numerics.Tensors.TensorPrimitives.Norm(x);
}
