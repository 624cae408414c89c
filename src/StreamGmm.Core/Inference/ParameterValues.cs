namespace StreamGmm;

/// <summary>A number for each parameter of a mixture, in the mixture's own form: standard errors, or limits. Equal by value.</summary>
/// <param name="Weights">One for each weight, K.</param>
/// <param name="Means">One for each mean and axis, K × D.</param>
/// <param name="Covariances">One for each covariance, in the shape of the mixture: full K matrices D × D, tied one, diagonal K × D, spherical K. Those of low rank are told as full ones: of the matrices they make.</param>
public sealed record ParameterValues(RealVector Weights, RealMatrix Means, Covariances Covariances)
{
    /// <summary>The size and shape: "K = 5, D = 16, full".</summary>
    public override string ToString() => $"K = {Means.Rows}, D = {Means.Columns}, {Covariances}";
}
