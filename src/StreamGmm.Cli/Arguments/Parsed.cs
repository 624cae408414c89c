using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace StreamGmm.Cli.Arguments;

/// <summary>Options whose text is read by our rules: invariant culture, and a message that says what was expected.</summary>
internal static class Parsed
{
    public delegate bool Reader<T>(string text, out T value);

    /// <summary>An option that is null where it is not given.</summary>
    public static Option<T?> Option<T>(string name, string placeholder, string description, string expected, Reader<T> read)
        where T : struct => new(name)
        {
            HelpName = placeholder,
            Description = description,
            CustomParser = result => Read(result, name, expected, read, out var value) ? value : null,
        };

    /// <summary>An option of text that is null where it is not given.</summary>
    public static Option<T?> Text<T>(string name, string placeholder, string description, string expected, Reader<T?> read)
        where T : class => new(name)
        {
            HelpName = placeholder,
            Description = description,
            CustomParser = result => Read(result, name, expected, read, out var value) ? value : null,
        };

    /// <summary>A whole number of at least <paramref name="least"/>.</summary>
    public static Option<int?> Whole(string name, string placeholder, string description, int least = int.MinValue) => Option(
        name,
        placeholder,
        description,
        least == int.MinValue ? "a whole number was expected, as in 7" : $"a whole number of {least} or more was expected",
        (string text, out int value) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && value >= least);

    /// <summary>The name of a file or a column: any text that is not empty.</summary>
    public static Option<string?> Name(string name, string placeholder, string description) => Text(
        name,
        placeholder,
        description,
        "a name was expected",
        (string text, out string? value) => (value = text).Length > 0);

    private static bool Read<T>(ArgumentResult result, string name, string expected, Reader<T> read, out T value)
    {
        var text = result.Tokens[0].Value;
        if (read(text, out value))
            return true;
        result.AddError($"{name} is '{text}': {expected}.");
        return false;
    }
}
