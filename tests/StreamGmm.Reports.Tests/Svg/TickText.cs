using System.Globalization;
using System.Text.RegularExpressions;

namespace StreamGmm.Reports.Tests.Svg;

/// <summary>Reads numbers as people do who see an axis.</summary>
internal static partial class TickText
{
    /// <summary>The value of a label, with what the end of the axis' name says of offset and factor.</summary>
    public static double Value(string label, string name)
    {
        var note = Note().Match(name);
        var factor = note.Groups["factor"] is { Success: true } power ? Math.Pow(10, Number(power.Value)) : 1;
        var offset = note.Groups["offset"] is { Success: true } shift ? Number(shift.Value) * (note.Groups["sign"].Value == "−" ? 1 : -1) : 0;
        return (Number(label) * factor) + offset;
    }

    /// <summary>"−1,250.5", "10⁸", "1.25×10⁻⁹", "⁻³".</summary>
    public static double Number(string text)
    {
        var plain = text.Replace(",", "", StringComparison.Ordinal).Replace('−', '-');
        var power = Power().Match(plain);
        if (power.Success)
            return (power.Groups["mantissa"] is { Success: true } mantissa ? Number(mantissa.Value) : 1) * Math.Pow(10, Number(power.Groups["exponent"].Value));
        return double.Parse(string.Concat(plain.Select(c => c == '⁻' ? '-' : "⁰¹²³⁴⁵⁶⁷⁸⁹".IndexOf(c) is >= 0 and var digit ? (char)('0' + digit) : c)), CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"(?:(?<sign>[−+]) (?<offset>[\d.,×⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+))?(?: ?\(×10(?<factor>[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)\))?(?: →)?$")]
    private static partial Regex Note();

    [GeneratedRegex("^(?:(?<mantissa>[0-9.]+)×)?10(?<exponent>[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)$")]
    private static partial Regex Power();
}
