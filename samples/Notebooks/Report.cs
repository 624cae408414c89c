namespace Notebooks;

/// <summary>Prints what a notebook says beside what is found here, and counts how often the two agree.</summary>
internal sealed class Report(TextWriter output)
{
    public int Figures { get; private set; }

    public int Reproduced { get; private set; }

    public void Title(string text) => output.WriteLine($"\n{text}\n{new string('=', text.Length)}");

    public void Section(string text) => output.WriteLine($"\n{text}\n{"",-54}{"notebook",24}{"here",24}");

    public void Say(string text) => output.WriteLine($"  {text}");

    /// <summary>A figure that must come out to its last printed digit.</summary>
    public void Same(string what, string printed, params double[] here)
    {
        var digits = printed.Split(' ', ',')[0] is var first && first.Contains('.', StringComparison.Ordinal) ? first.Length - first.IndexOf('.', StringComparison.Ordinal) - 1 : 0;
        Same(what, printed, string.Join(' ', here.Select(x => x.ToString($"F{digits}"))));
    }

    /// <summary>A choice that must be the same one.</summary>
    public void Same(string what, string printed, string here) => Line(what, printed, here, printed == here, "same");

    /// <summary>A figure that hangs on a draw or on a start: it must come as near as the reason allows.</summary>
    public void Near(string what, double printed, double here, double within, string because) =>
        Line(what, Text(printed), Text(here), Math.Abs(here - printed) <= within, $"within {within:G2}: {because}");

    /// <summary>A figure that hangs on the start, where less is better: it must be no more, but for where a fit stops.</summary>
    public void NoMore(string what, double printed, double here, double within = 0.01) =>
        Line(what, Text(printed), Text(here), here <= printed + within, "no more");

    /// <summary>A figure that the notebook gives as a range, or in words.</summary>
    public void Between(string what, string printed, double low, double high, double here) =>
        Line(what, printed, Text(here), here >= low && here <= high, $"from {Text(low)} to {Text(high)}");

    /// <summary>A figure whose data may not be kept with the project; it is not counted.</summary>
    public void Skip(string what, string printed, string file) => output.WriteLine($"  {what,-52}{printed,24}{"-",24}   {file} is not here: its licence forbids keeping it");

    public void Close() => output.WriteLine($"\n{Reproduced} of {Figures} figures reproduced");

    private void Line(string what, string printed, string here, bool agrees, string how)
    {
        Figures++;
        Reproduced += agrees ? 1 : 0;
        output.WriteLine($"  {what,-52}{printed,24}{here,24}   {(agrees ? how : $"NOT REPRODUCED ({how})")}");
    }

    private static string Text(double x) => $"{x:G9}";
}
