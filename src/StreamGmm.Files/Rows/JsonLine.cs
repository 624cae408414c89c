using System.Globalization;
using System.Text;
using System.Text.Json;

namespace StreamGmm;

/// <summary>The values in a line of NDJSON, by the columns of the first line, and where their text is.</summary>
internal sealed class JsonLine
{
    private readonly bool isObject;
    private readonly byte[][] names;
    private readonly bool[] areNumbers;
    private readonly Value[] values;
    private ReadOnlyMemory<byte> line;

    /// <summary>The columns of the first line.</summary>
    /// <exception cref="JsonException">It is not a whole object or array.</exception>
    public JsonLine(ReadOnlyMemory<byte> first)
    {
        line = first;
        var reader = new Utf8JsonReader(line.Span);
        isObject = Open(ref reader);
        var found = new List<(string Name, bool IsNumber)>();
        while (reader.Read() && reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray))
        {
            var name = isObject ? reader.GetString()! : found.Count.ToString(CultureInfo.InvariantCulture);
            if (isObject)
                reader.Read();
            found.Add((name, reader.TokenType == JsonTokenType.Number));
            reader.Skip();
        }

        reader.Read();
        Names = [.. found.Select(f => f.Name)];
        names = [.. Names.Select(Encoding.UTF8.GetBytes)];
        areNumbers = [.. found.Select(f => f.IsNumber)];
        values = new Value[names.Length];
    }

    /// <summary>The names of the columns: of an array their numbers.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The columns have names of their own.</summary>
    public bool IsObject => isObject;

    /// <summary>The column is a number in the first line.</summary>
    public bool IsNumeric(int column) => areNumbers[column];

    /// <summary>Takes the values of another line; tells what is wrong with it, or null.</summary>
    /// <exception cref="JsonException">It is not a whole object or array.</exception>
    public string? Read(ReadOnlyMemory<byte> next)
    {
        line = next;
        Array.Clear(values);
        var reader = new Utf8JsonReader(line.Span);
        if (Open(ref reader) != isObject)
            return $"is {(isObject ? "an array, the first an object" : "an object, the first an array")}: all rows must be of one kind.";
        var column = 0;
        while (reader.Read() && reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray))
        {
            if (isObject)
            {
                column = IndexOf(ref reader, column);
                reader.Read();
            }

            var start = (int)reader.TokenStartIndex;
            var number = reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var value) ? value : double.NaN;
            reader.Skip();
            if ((uint)column < (uint)values.Length)
            {
                if (IsThere(column))
                    return $"has {Cell.Quote(Names[column])} twice: each field stands once in an object. Correct the row.";
                values[column] = new Value(number, start, (int)reader.BytesConsumed - start);
            }

            column++;
        }

        reader.Read();
        return isObject || column == values.Length ? null : $"has {column} values, the first row has {values.Length}: all rows must be equally long. Complete the row.";
    }

    /// <summary>The number in a column; NaN where it has none.</summary>
    public double Number(int column) => IsThere(column) ? values[column].Number : double.NaN;

    /// <summary>The line has the column.</summary>
    public bool IsThere(int column) => values[column].Length > 0;

    /// <summary>The text in a column; empty where the line does not have it.</summary>
    public string Text(int column) => Encoding.UTF8.GetString(line.Span.Slice(values[column].Start, values[column].Length));

    /// <summary>The text of the line.</summary>
    public static string Text(ReadOnlyMemory<byte> line) => Encoding.UTF8.GetString(line.Span).Trim();

    private static bool Open(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray
        ? reader.TokenType == JsonTokenType.StartObject
        : throw new JsonException();

    /// <summary>The column that a field is; −1 where it is none. Mostly it is the one expected.</summary>
    private int IndexOf(ref Utf8JsonReader reader, int expected)
    {
        if ((uint)expected < (uint)names.Length && reader.ValueTextEquals(names[expected]))
            return expected;
        for (var i = 0; i < names.Length; i++)
        {
            if (reader.ValueTextEquals(names[i]))
                return i;
        }

        return -1;
    }

    private readonly record struct Value(double Number, int Start, int Length);
}
