using System.Text.Json;

namespace StreamGmm;

/// <summary>Rows as JSON: an array of numbers, an object with named numbers, arrays of those, or several of them one after another.</summary>
internal sealed class JsonRowsFormat(RowFields fields)
{
    private static readonly JsonReaderOptions Options = new() { AllowMultipleValues = true, MaxDepth = 8 };

    private readonly RowParts row = new(fields);

    /// <summary>Reads all rows.</summary>
    /// <exception cref="InvalidDataException">There is something else.</exception>
    public void Read(ReadOnlySpan<byte> body, MessageRows rows)
    {
        var reader = new Utf8JsonReader(body, Options);
        try
        {
            while (reader.Read())
                ReadRows(ref reader, rows);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"it is no JSON. {e.Message}", e);
        }
    }

    private void ReadRows(ref Utf8JsonReader reader, MessageRows rows)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                ReadObject(ref reader, rows);
                break;
            case JsonTokenType.StartArray when IsOfRows(reader):
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    if (reader.TokenType == JsonTokenType.StartObject)
                        ReadObject(ref reader, rows);
                    else if (reader.TokenType == JsonTokenType.StartArray)
                        ReadArray(ref reader, rows);
                    else
                        throw Unexpected(reader.TokenType);
                }

                break;
            case JsonTokenType.StartArray:
                ReadArray(ref reader, rows);
                break;
            default:
                throw Unexpected(reader.TokenType);
        }
    }

    /// <summary>An array whose first item is a row, or that has none.</summary>
    private static bool IsOfRows(Utf8JsonReader copy) => copy.Read() && copy.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject or JsonTokenType.EndArray;

    private void ReadArray(ref Utf8JsonReader reader, MessageRows rows)
    {
        row.Begin();
        for (var column = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; column++)
            ReadValue(ref reader, fields.RoleOf(column));
        row.End(rows);
    }

    private void ReadObject(ref Utf8JsonReader reader, MessageRows rows)
    {
        if (!fields.AreNamed)
            throw new InvalidDataException($"it is an object{Names(reader)}: say which of its fields are the features, with Columns.");
        row.Begin();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var role = fields.RoleOf(ref reader);
            reader.Read();
            ReadValue(ref reader, role);
        }

        row.End(rows);
    }

    private void ReadValue(ref Utf8JsonReader reader, int role)
    {
        if (role == RowFields.None)
            reader.Skip();
        else if (reader.TokenType == JsonTokenType.Number)
            row.Set(role, reader.GetDouble());
        else if (reader.TokenType == JsonTokenType.Null || (reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("NaN"u8)))
            row.SetMissing(role);
        else if (row.IsTime(role) && reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var time))
            row.SetTime(time);
        else
            throw new InvalidDataException($"{fields.NameOf(role)} is {Kind(reader.TokenType)}: {(row.IsTime(role) ? "a time" : "a number")} was expected.");
    }

    private static InvalidDataException Unexpected(JsonTokenType token) => new($"there is {Kind(token)} where an array of numbers or an object was expected.");

    private static string Kind(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "text",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "true or false",
        _ => "nothing",
    };

    /// <summary>The first fields of an object, for a message.</summary>
    private static string Names(Utf8JsonReader copy)
    {
        const int Most = 5;
        const int Longest = 40;
        var names = new List<string>();
        while (names.Count < Most && copy.Read() && copy.TokenType == JsonTokenType.PropertyName)
        {
            if (copy.ValueSpan.Length <= Longest)
                names.Add($"'{copy.GetString()}'");
            copy.Skip();
        }

        return names.Count == 0 ? "" : $" with the fields {string.Join(", ", names)}";
    }
}
