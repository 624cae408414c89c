namespace StreamGmm;

/// <summary>Rows that come one after the other from an input, whatever its format.</summary>
internal abstract class RowSource(string name) : IDisposable
{
    /// <summary>What the columns of the input are read as.</summary>
    public abstract ColumnRoles Roles { get; }

    /// <summary>The number of rows where the input tells it beforehand; otherwise a first guess.</summary>
    protected abstract long ExpectedRows { get; }

    /// <summary>All rows that are left.</summary>
    public NamedSamples ReadAll(CancellationToken cancellationToken)
    {
        var rows = new RowBuffer(Roles, ExpectedRows, int.MaxValue);
        Fill(rows, cancellationToken);
        return rows.ToSamples();
    }

    /// <summary>The rows that are left in blocks of <paramref name="rowsPerBlock"/>, the last one perhaps smaller.</summary>
    public IEnumerable<NamedSamples> ReadBlocks(int rowsPerBlock, CancellationToken cancellationToken)
    {
        for (var more = true; more;)
        {
            var rows = new RowBuffer(Roles, ExpectedRows, rowsPerBlock);
            more = Fill(rows, cancellationToken);
            if (rows.Count > 0)
                yield return rows.ToSamples();
        }
    }

    /// <summary>Gives back the reader's memory; the input is left open.</summary>
    public abstract void Dispose();

    /// <summary>A row, or another part of the input, as a message begins with it: "x.csv: Row 3".</summary>
    protected string Place(string part) => $"{Cell.Shorten(name)}: {part}";

    /// <inheritdoc cref="Place(string)"/>
    protected string Place(long row) => Place($"Row {row}");

    /// <summary>Reads until <paramref name="rows"/> is full or the input ends; tells whether there may be more.</summary>
    protected abstract bool Fill(RowBuffer rows, CancellationToken cancellationToken);
}
