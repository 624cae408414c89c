namespace StreamGmm.Cli.Input;

/// <summary>The samples of a command, with a word on standard error about columns that are left out or taken by position.</summary>
internal static class DataInput
{
    /// <summary>Reads the columns asked for, or all numeric ones.</summary>
    public static NamedSamples Read(DataSource source, ReadOptions options, Action<string> note)
    {
        var data = source.Read(options);
        NoteSkipped(data, note);
        return data;
    }

    /// <summary>Says which columns are left out.</summary>
    public static void NoteSkipped(NamedSamples data, Action<string> note)
    {
        if (data.Skipped.Count > 0)
            note($"Left out, as the first row has no number there: {string.Join(", ", data.Skipped.Select(name => $"'{name}'"))}.");
    }

    /// <summary>Reads the columns that a mixture was fitted to: by name where the data have names, by position where they have none.</summary>
    public static NamedSamples Read(DataSource source, ReadOptions options, SavedMixture model, string modelPath, Action<string> note)
    {
        var data = Read(source, options with { FittedColumns = model.Columns }, note);
        RequireFitted(source, data, options, model, modelPath, note);
        return data;
    }

    /// <summary>Refuses features that are not as many as those of a mixture, and says where they are taken by position.</summary>
    public static void RequireFitted(DataSource source, NamedSamples data, ReadOptions options, SavedMixture model, string modelPath, Action<string> note)
    {
        if (data.Samples.Dimension != model.Mixture.Dimension)
        {
            throw new UsageException(
                $"'{source.Name}' gives {data.Samples.Dimension} features ({Shorten(data.Columns)}), the mixture of '{modelPath}' has {model.Mixture.Dimension}{(model.Columns is null ? "" : $" ({Shorten(model.Columns)})")}: they must agree. Choose columns with --columns.");
        }

        if (options.Columns is null && model.Columns is { } columns && !columns.SequenceEqual(data.Columns))
            note($"The columns have no names, those of the mixture have ({Shorten(columns)}): taken in order are {Shorten(data.Columns)}.");
    }

    /// <summary>Refuses a label of no component, naming it as the other faults of data are named.</summary>
    public static void RequireLabelsBelow(int components, string source, Samples samples, string? column, long rowsBefore = 0)
    {
        if (FirstBadLabel(components, samples) is { } index)
            throw BadLabel(components, source, samples, index, rowsBefore + index + 1, column);
    }

    /// <summary>The index of the first row with a label of no component.</summary>
    public static int? FirstBadLabel(int components, Samples samples) =>
        samples.Labels is { } labels && labels.Span.IndexOfAnyExceptInRange(-1, components - 1) is >= 0 and var index ? index : null;

    /// <summary>What is said of a label of no component.</summary>
    public static UsageException BadLabel(int components, string source, Samples samples, int index, long row, string? column) =>
        new($"{Path.GetFileName(source)}: Row {row}, column '{column}' is {samples.Labels!.Value.Span[index]}: with {components} components a label is a number from 0 to {components - 1}, or -1 for none. Renumber the labels or use more components.");

    /// <summary>Some names, for a message.</summary>
    public static string Shorten(IReadOnlyList<string> names)
    {
        const int Most = 8;
        return string.Join(", ", names.Take(Most)) + (names.Count > Most ? ", …" : "");
    }
}
