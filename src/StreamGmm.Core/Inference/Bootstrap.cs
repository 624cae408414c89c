using System.Numerics.Tensors;

namespace StreamGmm;

/// <summary>Fits of samples like those a mixture was fitted to, and how far the parameters spread over them.</summary>
public sealed class Bootstrap
{
    /// <summary>A fit whose likelihood is this far from its maximum, in nats in all, is within √(2 × this) = a hundredth of a standard error of it.</summary>
    private const double NatsLeft = 5e-5;

    private readonly double[][] rows;

    private Bootstrap(GaussianMixture mixture, GaussianMixture?[] fits)
    {
        Mixture = mixture;
        Replicates = Array.AsReadOnly(fits.OfType<GaussianMixture>().ToArray());
        Degenerate = fits.Length - Replicates.Count;
        var form = new ParameterForm(mixture);
        rows = [.. Enumerable.Range(0, form.Length).Select(_ => new double[Replicates.Count])];
        var row = new double[form.Length];
        for (var b = 0; b < Replicates.Count; b++)
        {
            form.Copy(Replicates[b], row);
            for (var i = 0; i < row.Length; i++)
                rows[i][b] = row[i];
        }
    }

    /// <summary>The mixture that was fitted to the samples themselves.</summary>
    public GaussianMixture Mixture { get; }

    /// <summary>The mixtures that came out, their components in the order of <see cref="Mixture"/>; without the degenerate ones.</summary>
    public IReadOnlyList<GaussianMixture> Replicates { get; }

    /// <summary>How many replicates were left out because a component collapsed or lost all samples. Where these are many, errors are too small.</summary>
    public int Degenerate { get; }

    /// <summary>The standard deviation of every weight, mean and covariance over the replicates.</summary>
    public ParameterValues StandardErrors => new ParameterForm(Mixture).Values([.. rows.Select(Deviation)]);

    /// <summary>Fits samples like those given, many times, each from the mixture, so that components keep their places.</summary>
    /// <param name="mixture">The mixture that was fitted to the samples.</param>
    /// <param name="samples">The samples. Weights are copies; labels stay with their rows.</param>
    /// <param name="options">How often and how; null for the defaults.</param>
    /// <param name="cancellationToken">Looked at before every tile.</param>
    /// <remarks>Replicates are fitted side by side, each by its number: the same bits for any number of threads.</remarks>
    /// <exception cref="ArgumentException">The dimensions differ, a label is no component, there are fewer samples of positive weight than components, or rows cannot be drawn by their weights.</exception>
    /// <exception cref="InvalidOperationException">A component has weight 0, or fewer than two replicates are not degenerate.</exception>
    public static Bootstrap Run(GaussianMixture mixture, Samples samples, BootstrapOptions? options = null, CancellationToken cancellationToken = default)
    {
        ObservedInformation.Require(mixture, samples);
        options ??= new BootstrapOptions();
        BootstrapWeights.Require(options.Method, samples);

        var em = options.Em with { Threads = 1, Tolerance = Math.Min(options.Em.Tolerance, NatsLeft / samples.TotalWeight) };
        var fits = new GaussianMixture?[options.Replicates];
        var draws = new Draws(options.Seed);
        var next = -1;
        var threads = options.Em.Threads > 0 ? options.Em.Threads : Environment.ProcessorCount;
        FixedTree.ForEachThread(Math.Min(threads, fits.Length), () =>
        {
            for (int index; (index = Interlocked.Increment(ref next)) < fits.Length;)
                fits[index] = Fit(mixture, samples.WithWeights(BootstrapWeights.Draw(options.Method, samples, draws.Stream(index))), em, cancellationToken);
        });

        var whole = fits.Count(fit => fit is not null);
        return whole >= 2
            ? new Bootstrap(mixture, fits)
            : throw new InvalidOperationException($"{whole} of {fits.Length} replicates were fitted: in the others a component collapsed or lost all samples. Use fewer components, more regularization, or a simpler shape.");
    }

    /// <summary>From quantile to quantile of the replicates, parameter by parameter: (1 − level)/2 are below, as many above (Efron, 1979).</summary>
    /// <remarks>Quantiles are interpolated between replicates. They are those of the parameter on any scale, and stay in its range.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The level is not between 0 and 1.</exception>
    public ConfidenceIntervals Intervals(double level = 0.95)
    {
        var below = (1 - ConfidenceIntervals.Checked(level)) / 2;
        var form = new ParameterForm(Mixture);
        double[][] sorted = [.. rows.Select(row => row.Order().ToArray())];
        return new ConfidenceIntervals(level, Limits(below), Limits(1 - below));

        ParameterValues Limits(double share) => form.Values([.. sorted.Select(row => Quantile(row, share))]);
    }

    /// <summary>The mixture after a replicate; null where it is degenerate.</summary>
    private static GaussianMixture? Fit(GaussianMixture mixture, Samples samples, EmOptions options, CancellationToken cancellationToken)
    {
        if (samples.WeightedCount < mixture.Components)
            return null;
        var end = Em.Iterate(Em.Start(mixture, samples, options, cancellationToken), samples, options, cancellationToken).Last();
        return end.Status == EmStatus.Degenerate || end.Mixture.Weights.AsSpan().Contains(0) ? null : end.Mixture;
    }

    private static double Deviation(double[] values)
    {
        var differences = new double[values.Length];
        TensorPrimitives.Subtract(values, values[0], differences);
        TensorPrimitives.Subtract(differences, differences.Average(), differences);
        return TensorPrimitives.Norm<double>(differences) / Math.Sqrt(values.Length - 1);
    }

    private static double Quantile(double[] sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var low = (int)place;
        return low + 1 < sorted.Length ? sorted[low] + ((place - low) * (sorted[low + 1] - sorted[low])) : sorted[low];
    }
}
