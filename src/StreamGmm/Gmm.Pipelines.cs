namespace StreamGmm;

/// <content>Fits behind steps that prepare the rows.</content>
public static partial class Gmm
{
    /// <summary>Standardises the samples, takes their principal components and fits a mixture of those: what comes out scores raw rows.</summary>
    /// <param name="samples">What to fit, raw.</param>
    /// <param name="options">How to fit the mixture.</param>
    /// <param name="pca">Which principal components to keep; null for none of that step.</param>
    /// <param name="standardize">Whether every feature is first brought to mean 0 and variance 1.</param>
    /// <param name="cancellationToken">Looked at before every tile.</param>
    /// <returns>The steps with the mixture of the best restart, wherever its fit ended.</returns>
    /// <exception cref="ArgumentException">The samples do not suit the options.</exception>
    public static Pipeline FitPipeline(Samples samples, FitOptions options, PcaOptions? pca = null, bool standardize = true, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(options);
        var steps = new List<FeatureMap>();
        if (standardize)
            Take(Standardizer.Fit(samples, options.Em.Threads, cancellationToken));
        if (pca is not null)
            Take(Pca.Fit(samples, pca, options.Em.Threads, cancellationToken));
        return new Pipeline(steps, Fit(samples, options, cancellationToken).Mixture);

        void Take(FeatureMap step)
        {
            steps.Add(step);
            samples = step.Transform(samples, options.Em.Threads, cancellationToken);
        }
    }

    /// <summary>Writes a pipeline to a JSON file, replacing it as a whole or not at all.</summary>
    /// <param name="pipeline">What to keep.</param>
    /// <param name="path">The file.</param>
    /// <param name="columns">The names of the features of a raw row, if they have any.</param>
    /// <exception cref="IOException">The file cannot be written; the old one is left as it was.</exception>
    public static void SavePipeline(Pipeline pipeline, string path, IReadOnlyList<string>? columns = null) =>
        AtomicFile.Write(path, new SavedPipeline(pipeline, columns).Write);

    /// <summary>Reads a pipeline that <see cref="SavePipeline"/> wrote, equal bit for bit.</summary>
    /// <exception cref="InvalidDataException">The file does not hold a pipeline; the message says which and what was found.</exception>
    public static Pipeline LoadPipeline(string path) => Load(path, SavedPipeline.Read).Pipeline;
}
