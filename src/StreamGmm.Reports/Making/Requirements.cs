namespace StreamGmm;

/// <summary>What must fit together in a report.</summary>
internal static class Requirements
{
    /// <summary>D, where everything agrees on it.</summary>
    /// <exception cref="ArgumentException">Something does not; the message says what.</exception>
    public static int Dimension(Subject subject, Samples? samples, ReportOptions options)
    {
        var first = subject.States.IsEmpty ? null : subject.States[^1].Mixture;
        var dimension = first?.Dimension ?? samples?.Dimension
            ?? throw new ArgumentException("The stream is still warming up and there are no samples: there is nothing to draw. Give the samples, or more states.", nameof(samples));
        if (subject.States.FirstOrDefault(state => state.Mixture.Dimension != dimension) is { } other)
            throw new ArgumentException($"The mixture of {other.Label} has {other.Mixture.Dimension} features, the last one {dimension}: states of one run agree.");
        if (samples is not null && samples.Dimension != dimension)
            throw new ArgumentException($"The samples have {samples.Dimension} features, the mixture {dimension}: they must agree. Give the columns that the mixture was fitted to.", nameof(samples));
        if (options.Columns is { } names && (names.Count != dimension || names.Contains(null!)))
            throw new ArgumentException($"There are {names.Count} names for {dimension} features: each feature needs one. Set ReportOptions.Columns.", nameof(options));
        if (options.Axes is { } axes && (axes.X < 0 || axes.X >= dimension || axes.Y < 0 || axes.Y >= dimension || (axes.X == axes.Y && dimension > 1)))
            throw new ArgumentException($"The axes to show first are {axes.X} and {axes.Y}: they are two of the {dimension} features, numbered from 0. Set ReportOptions.Axes.", nameof(options));
        return dimension;
    }
}
