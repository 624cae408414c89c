namespace StreamGmm;

/// <summary>How alike two fits, or a fit and the truth, divide samples.</summary>
public static class Agreements
{
    /// <summary>The components of one mixture (classes) against those of another (clusters), each sample at its most likely one. <see cref="ConfusionMatrix.Accuracy"/> is the share that agrees.</summary>
    /// <param name="mixture">One fit.</param>
    /// <param name="other">Another, over the same features.</param>
    /// <param name="samples">n samples; weights count, labels play no part.</param>
    /// <param name="threads">How many threads at most, 0 for all cores.</param>
    /// <param name="cancellationToken">Looked at before every tile.</param>
    /// <exception cref="ArgumentException">The dimensions differ.</exception>
    public static ConfusionMatrix Agreement(this GaussianMixture mixture, GaussianMixture other, Samples samples, int threads = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(samples);
        return ConfusionMatrix.Of(mixture.Assign(samples, threads, cancellationToken), other.Assign(samples, threads, cancellationToken), WeightsOf(samples));
    }

    /// <summary>The labels of samples (classes) against the most likely components (clusters). Rows without a label are left out.</summary>
    /// <param name="mixture">A fit.</param>
    /// <param name="samples">n samples with labels; weights count.</param>
    /// <param name="threads">How many threads at most, 0 for all cores.</param>
    /// <param name="cancellationToken">Looked at before every tile.</param>
    /// <exception cref="ArgumentException">The samples have no labels, or the dimensions differ.</exception>
    public static ConfusionMatrix Agreement(this GaussianMixture mixture, Samples samples, int threads = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(samples);
        var labels = samples.Labels ?? throw new ArgumentException("The samples have no labels to compare with: add them by WithLabels.", nameof(samples));
        return ConfusionMatrix.Of(labels.Span, mixture.Assign(samples, threads, cancellationToken), WeightsOf(samples));
    }

    private static ReadOnlySpan<double> WeightsOf(Samples samples) => samples.Weights is { } weights ? weights.Span : default;
}
