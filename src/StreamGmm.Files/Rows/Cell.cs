using System.Globalization;

namespace StreamGmm;

/// <summary>What a cell may hold as a feature, a weight or a label, and what is said of one that does not.</summary>
internal static class Cell
{
    /// <summary>The limit that <see cref="Samples"/> sets to a value.</summary>
    private const double Limit = 1e150;

    public static bool IsFeature(double value) => Math.Abs(value) < Limit;

    public static bool IsWeight(double value) => value is >= 0 and < Limit;

    public static bool IsLabel(double value) => value is >= -1 and <= int.MaxValue && Math.Floor(value) == value;

    public static InvalidDataException BadFeature(string row, string column, string cell, double value) => new(
        double.IsFinite(value)
            ? $"{Place(row, column, cell)}: every feature must be below 1e150 in magnitude. Scale the column or leave it out with --columns."
            : $"{Place(row, column, cell)}: every feature must be a finite number. Clean the row or leave the column out with --columns.");

    public static InvalidDataException BadWeight(string row, string column, string cell) =>
        new($"{Place(row, column, cell)}: every weight must be a finite number of 0 or more, below 1e150. Clean the row or name another column with --weights.");

    public static InvalidDataException BadLabel(string row, string column, string cell) =>
        new($"{Place(row, column, cell)}: every label must be a whole number of 0 or more, or -1 or empty where there is none. Clean the row or name another column with --labels.");

    /// <summary>A number as it is shown in a message.</summary>
    public static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A text in quotes, cut to a readable length and kept on one line.</summary>
    public static string Quote(string text) => $"'{Shorten(text)}'";

    /// <summary>A text cut to a readable length and kept on one line.</summary>
    public static string Shorten(string text)
    {
        const int Most = 60;
        var line = string.Concat(text.Take(Most).Select(c => char.IsControl(c) ? '·' : c));
        return text.Length > Most ? $"{line}…" : line;
    }

    private static string Place(string row, string column, string cell) =>
        $"{row}, column {Quote(column)} is {(cell.Length == 0 ? "empty" : Quote(cell))}";
}
