using System.Globalization;
using System.Runtime.CompilerServices;
using CsvHelper;

namespace StreamGmm;

/// <summary>The rows of CSV.</summary>
internal sealed class CsvRows : RowSource
{
    private readonly CsvRecords records;
    private readonly Action<RowBuffer, int> readRow;
    private readonly Func<bool> moveNext;
    private readonly Func<bool> lookAhead;
    private readonly int cells;
    private readonly bool hasHeader;
    private readonly string firstNumber = "";
    private readonly int[] firstTexts = [];
    private readonly bool isEmpty;
    private long row;
    private bool first = true;

    public CsvRows(Stream stream, string name, ReadOptions? options)
        : this(CsvRecords.Of(stream, name), name, options)
    {
    }

    public CsvRows(TextReader text, string name, ReadOptions? options)
        : this(CsvRecords.Of(text), name, options)
    {
    }

    private CsvRows(CsvRecords records, string name, ReadOptions? options)
        : base(name)
    {
        (this.records, readRow, moveNext, lookAhead) = (records, ReadRow, records.MoveNext, records.LookAhead);
        do
        {
            if (!TryRead())
                throw new InvalidDataException($"{Cell.Quote(name)} is empty: rows of numbers were expected, with or without a header. Check that it was written.");
        }
        while (IsBlank);

        cells = Record.FieldCount;
        var all = Enumerable.Range(0, cells);
        hasHeader = !all.Any(IsNumber);
        var names = hasHeader ? HeaderNames() : [.. all.Select(i => i.ToString(CultureInfo.InvariantCulture))];
        if (!hasHeader)
        {
            row = 1;
            firstNumber = Record.GetString(all.First(IsNumber));
            firstTexts = [.. all.Where(i => !Record.IsEmpty(i) && !IsNumber(i))];
        }
        else if (!MoveNext())
        {
            isEmpty = records.AreLive;
            Roles = null!;
            if (isEmpty)
                return;
            throw new InvalidDataException($"{Cell.Quote(name)} has a header and no row: at least one row of numbers is needed. Check that it was written whole.");
        }

        RequireCells();

        if (cells == 1 && !IsNumber(0) && Separator is { } separator)
            throw new InvalidDataException($"{Place(1)} is one cell with {separator} in it: cells are separated by commas. Write it with commas, and numbers as 1.5.");

        var mayMiss = options?.MissingValues == MissingValues.Marginalize;
        Roles = new ColumnRoles(names, hasHeader, i => IsNumber(i) || (mayMiss && IsMissing(i)), options, name);
    }

    /// <summary>Rows of lines that <paramref name="more"/> gives as they come; null where they end with the header.</summary>
    public static CsvRows? Live(Func<ReadOnlyMemory<byte>?> more, ReadOnlyMemory<byte> lines, string name, ReadOptions? options, Action<InvalidDataException>? onBadRow)
    {
        var rows = new CsvRows(CsvRecords.Of(lines, more), name, options) { OnBadRow = onBadRow };
        return rows.isEmpty ? null : rows;
    }

    public override ColumnRoles Roles { get; }

    protected override long ExpectedRows => 4096;

    private CsvReader Record => records.Current;

    /// <summary>The record is an empty line, or one of spaces.</summary>
    private bool IsBlank => Record.FieldCount == 1 && Record.RawRecord.Trim(" \t"u8).IsEmpty;

    /// <summary>What the current line may be separated by, other than commas; null where there is no sign of it.</summary>
    private string? Separator => Record.RawRecord.Contains((byte)';') ? "';'" : Record.RawRecord.Trim(" \t\r\n"u8).Contains((byte)'\t') ? "a tab" : null;

    public override void Dispose() => records.Dispose();

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
            if (rows.Count > 0 && !Parsed(lookAhead))
                return true;
        }

        return true;
    }

    private bool FillOne(RowBuffer rows)
    {
        if (!first && !MoveNext())
            return false;
        first = false;
        Take(rows, row, readRow);
        return true;
    }

    /// <summary>Reads the cells of the current row into row <paramref name="at"/> of the buffer.</summary>
    /// <remarks>Compiled with all optimizations at once, as <see cref="Number"/> is: a shell command reads its one file before the runtime would get to it.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ReadRow(RowBuffer rows, int at)
    {
        RequireCells();
        var features = rows.Features(at, 1);
        for (var j = 0; j < features.Length; j++)
        {
            var column = Roles.Features[j];
            features[j] = Number(column);
            if (!Cell.IsFeature(features[j]) && !(Roles.MayMiss && IsMissing(column)))
                throw Cell.BadFeature(Place(row), Roles.Name(column), Record.GetString(column), features[j]);
        }

        if (Roles.Weights is { } w)
        {
            var weight = Number(w);
            rows.Weights(at, 1)[0] = Cell.IsWeight(weight) ? weight : throw Cell.BadWeight(Place(row), Roles.Name(w), Record.GetString(w));
        }

        if (Roles.Labels is { } l)
        {
            var label = Record.IsEmpty(l) ? -1 : Number(l);
            rows.Labels(at, 1)[0] = Cell.IsLabel(label) ? (int)label : throw Cell.BadLabel(Place(row), Roles.Name(l), Record.GetString(l));
        }
    }

    /// <summary>The number in a cell; NaN where there is none.</summary>
    /// <remarks>CsvHelper takes a comma for a separator of thousands: "1,5" would be 15.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Number(int column) =>
        Record.TryParse(column, out double value) && !Record.GetSpan(column).Contains((byte)',') ? value : double.NaN;

    /// <summary>The cell is meant as a number, be it NaN or infinite.</summary>
    private bool IsNumber(int column) =>
        !double.IsNaN(Number(column)) || Record.GetString(column).TrimStart('+', '-').ToUpperInvariant() is "NAN" or "INF" or "INFINITY";

    /// <summary>The cell says that there is no value.</summary>
    private bool IsMissing(int column) => Record.IsEmpty(column) || Record.GetString(column).Trim().ToUpperInvariant() is "NAN" or "NA";

    /// <summary>The cells of the first line; a column without a name is called by its number.</summary>
    private string[] HeaderNames()
    {
        var names = new string[cells];
        var seen = new HashSet<string>();
        for (var i = 0; i < cells; i++)
        {
            names[i] = Record.IsEmpty(i) ? i.ToString(CultureInfo.InvariantCulture) : Record.GetString(i);
            if (!seen.Add(names[i]))
                throw new InvalidDataException($"{Place("The header")} names column {Cell.Quote(names[i])} twice: each column needs a name of its own. Rename one of them.");
        }

        return names;
    }

    /// <summary>Moves to the next row; false at the end.</summary>
    private bool MoveNext()
    {
        if (!TryRead())
            return false;
        row++;
        if (IsBlank)
        {
            while (IsBlank)
            {
                if (!TryRead())
                    return false;
            }

            throw new InvalidDataException($"{Place(row)} is an empty line: every row before the last must have {Cells(cells)}. Fill or remove the line.");
        }

        if (row == 2 && Record.FieldCount == cells && firstTexts.Any(IsNumber))
        {
            throw new InvalidDataException(
                $"{Place("The first line")} looks like a header, but {Cell.Quote(firstNumber)} is a number: a line with a number is a row, and this one has text over numbers. Give every column a name that is no number; if the line is a row, write a header above it.");
        }

        return true;
    }

    private void RequireCells()
    {
        if (Record.FieldCount != cells)
        {
            var remedy = Separator is { } separator ? $"Separate cells by commas, not by {separator}, and write numbers as 1.5." : "Complete the row; put text with commas in quotes.";
            throw new InvalidDataException(
                $"{Place(row)} has {Cells(Record.FieldCount)}, the {(hasHeader ? "header" : "first row")} has {cells}: all rows must be equally long. {remedy}");
        }
    }

    private static string Cells(int count) => count == 1 ? "1 cell" : $"{count} cells";

    private bool TryRead() => Parsed(moveNext);

    private bool Parsed(Func<bool> move)
    {
        try
        {
            return move();
        }
        catch (CsvFormatException e)
        {
            throw new InvalidDataException(
                $"{(cells == 0 ? Place("The first line") : Place(row + 1))} has a quote out of place or never closed: a quoted cell begins and ends with one, and one inside is doubled. Correct the line.", e);
        }
    }
}
