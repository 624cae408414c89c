using System.Text.Json;

namespace StreamGmm;

/// <summary>The rows of NDJSON: an object a line, whose fields are columns, or an array a line.</summary>
internal sealed class JsonRows : RowSource
{
    private readonly Func<ReadOnlyMemory<byte>?> more;
    private readonly Action<RowBuffer, int> readRow;
    private readonly JsonLine cells;
    private ReadOnlyMemory<byte> lines;
    private ReadOnlyMemory<byte> line;
    private long row;
    private bool ahead;

    /// <summary>Rows of lines that <paramref name="more"/> gives as they come; there is a first one, which tells the columns.</summary>
    public JsonRows(Func<ReadOnlyMemory<byte>?> more, ReadOnlyMemory<byte> lines, string name, ReadOptions? options)
        : base(name)
    {
        (this.more, this.lines, readRow) = (more, lines, ReadRow);
        ahead = TryNextLine();
        try
        {
            cells = new JsonLine(line);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw NoRow(1, e);
        }

        Roles = new ColumnRoles(cells.Names, cells.IsObject, cells.IsNumeric, options, name);
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
            cancellationToken.ThrowIfCancellationRequested();
            if (!FillSome(rows, cancellationToken))
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
        Take(rows, row, readRow);
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
        try
        {
            if (cells.Read(line) is { } fault)
                throw new InvalidDataException($"{Place(row)} {fault}");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw NoRow(row, e);
        }

        var features = rows.Features(at, 1);
        for (var j = 0; j < features.Length; j++)
        {
            var column = Required(Roles.Features[j]);
            features[j] = cells.Number(column);
            if (!Cell.IsFeature(features[j]) && !(Roles.MayMiss && cells.Text(column) == "null"))
                throw Cell.BadFeature(Place(row), Roles.Name(column), cells.Text(column), features[j]);
        }

        if (Roles.Weights is { } w)
        {
            var weight = cells.Number(Required(w));
            rows.Weights(at, 1)[0] = Cell.IsWeight(weight) ? weight : throw Cell.BadWeight(Place(row), Roles.Name(w), cells.Text(w));
        }

        if (Roles.Labels is { } l)
        {
            var label = cells.Text(l) is "" or "null" ? -1 : cells.Number(l);
            rows.Labels(at, 1)[0] = Cell.IsLabel(label) ? (int)label : throw Cell.BadLabel(Place(row), Roles.Name(l), cells.Text(l));
        }
    }

    private int Required(int column) => cells.IsThere(column) ? column
        : throw new InvalidDataException($"{Place(row)} has no {Cell.Quote(Roles.Name(column))}: every object must have the fields that are read. Complete the row or leave the column out with --columns.");

    private InvalidDataException NoRow(long row, Exception e) =>
        new($"{Place(row)} is {Cell.Quote(JsonLine.Text(line))}: a whole JSON object or array was expected on each line. Correct the line.", e);
}
