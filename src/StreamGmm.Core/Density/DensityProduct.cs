namespace StreamGmm;

/// <summary>What the product of two densities is: exp(<paramref name="LogConstant"/>) × the density of a mixture.</summary>
/// <param name="Mixture">The product, scaled to be a density.</param>
/// <param name="LogConstant">ln ∫ p q, in nats; −∞ where it underflows even in logarithms.</param>
public readonly record struct DensityProduct(GaussianMixture Mixture, double LogConstant);
