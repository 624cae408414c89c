using System.Globalization;
using System.Text;
using System.Text.Json;

namespace StreamGmm;

/// <summary>The rows of NDJSON: an object a line, whose fields are columns, or an array a line.</summary>
internal sealed class JsonRows : RowSource
{
    private readonly Func<ReadOnlyMemory<byte>?> more;
    private readonly bool isObject;
    private readonly byte[][] names;
    private readonly JsonCell[] cells;
    private ReadOnlyMemory<byte> lines;
    private ReadOnlyMemory<byte> line;
    private long row;
    private bool ahead;

    /// <summary>Rows of lines that <paramref name="more"/> gives; there is a first one, which tells the columns.</summary>
    public JsonRows(Func<ReadOnlyMemory<byte>?> more, ReadOnlyMemory<byte> lines, string name, ReadOptions? options)
        : base(name)
    {
        (this.more, this.lines) = (more, lines);
        ahead = TryNextLine();
        row = 1;
        try
        {
            var first = FirstCells(out isObject);
            names = [.. first.Select(cell => Encoding.UTF8.GetBytes(cell.Name))];
            cells = new JsonCell[names.Length];
            Roles = new ColumnRoles([.. first.Select(cell => cell.Name)], isObject, i => first[i].IsNumber, options, name);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw NoRow(e);
        }

        row = 0;
    }

    public override ColumnRoles Roles { get; }

    protected override long ExpectedRows => 4096;

    public override void Dispose()
    {
    }

    protected override bool Fill(RowBuffer rows, CancellationToken cancellationToken)
    {
        while (rows.Room > 0)
        {
            if (rows.Count % 1024 == 0)
                cancellationToken.ThrowIfCancellationRequested();
            if (!FillOne(rows))
                return false;
        }

        return true;
    }

    protected override bool FillSome(RowBuffer rows, CancellationToken cancellationToken)
    {
        while (rows.Room > 0)
        {
            if (!FillOne(rows))
                return false;
            if (rows.Count > 0 && !(ahead = TryNextLine()))
                return true;
        }

        return true;
    }

    private bool FillOne(RowBuffer rows)
    {
        while (!ahead && !TryNextLine())
        {
            if (more() is not { } next)
                return false;
            lines = next;
        }

        ahead = false;
        row++;
        Take(rows, row, ReadRow);
        return true;
    }

    /// <summary>Moves to the next line that is not empty, of those that have come.</summary>
    private bool TryNextLine()
    {
        while (lines.Length > 0)
        {
            var end = lines.Span.IndexOf((byte)'\n') is >= 0 and var at ? at + 1 : lines.Length;
            (line, lines) = (lines[..end], lines[end..]);
            if (line.Span.IndexOfAnyExcept(" \t\r\n"u8) >= 0)
                return true;
        }

        return false;
    }

    private void ReadRow(RowBuffer rows, int at)
    {
        Array.Clear(cells);
        try
        {
            ReadCells();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw NoRow(e);
        }

        var features = rows.Features(at, 1);
        for (var j = 0; j < features.Length; j++)
        {
            var cell = Required(Roles.Features[j]);
            features[j] = Cell.IsFeature(cell.Value) ? cell.Value : throw Cell.BadFeature(Place(row), Roles.FeatureNames[j], Text(cell), cell.Value);
        }

        if (Roles.Weights is { } w)
            rows.Weights(at, 1)[0] = Required(w) is var cell && Cell.IsWeight(cell.Value) ? cell.Value : throw Cell.BadWeight(Place(row), Roles.Name(w), Text(cell));
        if (Roles.Labels is { } l)
            rows.Labels(at, 1)[0] = cells[l] is { IsNumber: false } none && Text(none) is "" or "null" ? -1 : Cell.IsLabel(cells[l].Value) ? (int)cells[l].Value : throw Cell.BadLabel(Place(row), Roles.Name(l), Text(cells[l]));
    }

    /// <summary>The names and kinds of the values in the first line.</summary>
    private List<(string Name, bool IsNumber)> FirstCells(out bool isObject)
    {
        var reader = new Utf8JsonReader(line.Span);
        var first = new List<(string, bool)>();
        isObject = Open(ref reader);
        while (reader.Read() && reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray))
        {
            var name = isObject ? reader.GetString()! : first.Count.ToString(CultureInfo.InvariantCulture);
            if (isObject)
                reader.Read();
            first.Add((name, reader.TokenType == JsonTokenType.Number));
            reader.Skip();
        }

        reader.Read();
        return first;
    }

    private void ReadCells()
    {
        var reader = new Utf8JsonReader(line.Span);
        if (Open(ref reader) != isObject)
            throw new InvalidDataException($"{Place(row)} is {(isObject ? "an array, the first an object" : "an object, the first an array")}: all rows must be of one kind.");
        var column = 0;
        while (reader.Read() && reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray))
        {
            if (isObject)
            {
                column = IndexOf(ref reader, column);
                reader.Read();
            }

            var start = (int)reader.TokenStartIndex;
            double value = double.NaN;
            var isNumber = reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out value);
            reader.Skip();
            if ((uint)column < (uint)cells.Length)
                cells[column] = cells[column].Length == 0 ? new JsonCell(isNumber ? value : double.NaN, isNumber, start, (int)reader.BytesConsumed - start) : throw Twice(column);
            column++;
        }

        reader.Read();
        if (!isObject && column != cells.Length)
            throw new InvalidDataException($"{Place(row)} has {column} values, the first row has {cells.Length}: all rows must be equally long. Complete the row.");
    }

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

    private JsonCell Required(int column) => cells[column].Length > 0 ? cells[column]
        : throw new InvalidDataException($"{Place(row)} has no {Cell.Quote(Roles.Name(column))}: every object must have the fields that are read. Complete the row or leave the column out with --columns.");

    private string Text(JsonCell cell) => Encoding.UTF8.GetString(line.Span.Slice(cell.Start, cell.Length));

    private InvalidDataException Twice(int column) => new($"{Place(row)} has {Cell.Quote(Roles.Name(column))} twice: each field stands once in an object. Correct the row.");

    private InvalidDataException NoRow(Exception e) =>
        new($"{Place(row)} is {Cell.Quote(Encoding.UTF8.GetString(line.Span).Trim())}: a whole JSON object or array was expected on each line. Correct the line.", e);

    /// <summary>A value of the current line and where its text is; of no length where there is none.</summary>
    private readonly record struct JsonCell(double Value, bool IsNumber, int Start, int Length);
}
