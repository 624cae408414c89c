using StreamGmm.Cli.Input;

namespace StreamGmm.Cli.Reports;

/// <summary>The files of one report: data, or what is known of them, or both.</summary>
/// <param name="Known">What the report is of.</param>
/// <param name="Path">The file of it.</param>
/// <param name="Data">The samples; null where they are not given.</param>
internal sealed record Given(ReportInput Known, string Path, DataSource? Data)
{
    /// <summary>Reads the files, and refuses those that do not go together.</summary>
    public static Given Of(IReadOnlyList<string> paths, Shell shell)
    {
        if (paths.Count(path => path == "-") > 1)
            throw new UsageException("Standard input is given twice: it can be read once. Name a file.");
        var inputs = paths.Select(path => (Path: path == "-" ? "standard input" : path, Input: InputFile.Read(path, shell))).ToArray();
        var data = inputs.Where(given => given.Input is ReportInput.Data).ToArray();
        var known = inputs.Where(given => given.Input is not ReportInput.Data).ToArray();
        if (Chosen(known) is { } chosen)
            known = [chosen];
        if (data.Length > 1 || known.Length > 1)
            throw new UsageException($"Given are {string.Join(" and ", inputs.Select(given => $"{given.Input.What} ('{given.Path}')"))}: data were expected, or a mixture, a fit, a selection or a stream, alone or with the data. Leave one out.");
        if (known is not [var one])
            return new Given(data[0].Input, data[0].Path, ((ReportInput.Data)data[0].Input).Source);
        if (one.Input is ReportInput.Selection { Saved: null } && data.Length == 0)
            throw new UsageException($"'{one.Path}' is a selection, which has criteria and neither a mixture nor data: one of these was expected too. Add DATA, or what select --save wrote.");
        return new Given(one.Input, one.Path, data.Length == 0 ? null : ((ReportInput.Data)data[0].Input).Source);
    }

    /// <summary>A selection together with the mixture that was chosen.</summary>
    private static (string Path, ReportInput Input)? Chosen((string Path, ReportInput Input)[] known)
    {
        if (known.Length != 2)
            return null;
        var selection = known.Select(given => given.Input).OfType<ReportInput.Selection>().FirstOrDefault();
        var (path, model) = known.FirstOrDefault(given => given.Input is ReportInput.Model);
        if (selection is null || model?.Mixture is not { Mixture: var mixture } saved)
            return null;
        var best = selection.Table.Rows[selection.Table.Best];
        return (mixture.Components, mixture.Shape.ToString()) == (best.Components, best.Shape)
            ? (path, selection with { Saved = saved })
            : throw new UsageException($"'{path}' is a mixture of {mixture.Components} × {mixture.Shape}, and the selection chose {best.Components} × {best.Shape}: the mixture chosen was expected. Give what select --save wrote, or leave the mixture out.");
    }
}
