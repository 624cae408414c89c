using System.Runtime.ExceptionServices;

namespace StreamGmm;

/// <summary>Rows that come one after the other from an input, whatever its format.</summary>
internal abstract class RowSource(string name) : IDisposable
{
    private ExceptionDispatchInfo? fault;

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

    /// <summary>What is told of a row that is none, which is then passed over; null where it is a fault.</summary>
    public Action<InvalidDataException>? OnBadRow { get; init; }

    /// <summary>The number of rows up to the last that was given or passed over.</summary>
    public long Taken { get; private set; }

    /// <summary>The rows that are there without waiting, one at least; null at the end. A fault comes after the rows before it.</summary>
    public Samples? ReadSome(int most, CancellationToken cancellationToken)
    {
        var earlier = fault;
        fault = null;
        earlier?.Throw();
        var rows = new RowBuffer(Roles, ExpectedRows, most);
        try
        {
            FillSome(rows, cancellationToken);
        }
        catch (Exception e) when (rows.Count > 0 && e is InvalidDataException or IOException or OperationCanceledException)
        {
            fault = ExceptionDispatchInfo.Capture(e);
        }

        return rows.Count > 0 ? rows.ToSamples().Samples : null;
    }

    /// <summary>Gives back the reader's memory; the input is left open.</summary>
    public abstract void Dispose();

    /// <summary>A row, or another part of the input, as a message begins with it: "x.csv: Row 3".</summary>
    protected string Place(string part) => $"{Cell.Shorten(name)}: {part}";

    /// <inheritdoc cref="Place(string)"/>
    protected string Place(long row) => Place($"Row {row}");

    /// <summary>Reads until <paramref name="rows"/> is full or the input ends; tells whether there may be more.</summary>
    protected abstract bool Fill(RowBuffer rows, CancellationToken cancellationToken);

    /// <summary>The same, but not beyond what is there without waiting, once there is a row.</summary>
    protected virtual bool FillSome(RowBuffer rows, CancellationToken cancellationToken) => Fill(rows, cancellationToken);

    /// <summary>Reads one row, the one of that number, into the buffer.</summary>
    protected void Take(RowBuffer rows, long row, Action<RowBuffer, int> read)
    {
        var at = rows.Append(1);
        try
        {
            read(rows, at);
        }
        catch (InvalidDataException e)
        {
            rows.Remove(1);
            if (OnBadRow is null)
                throw;
            OnBadRow(e);
        }

        Taken = row;
    }

    /// <summary>Counts rows that were read together.</summary>
    protected void Take(int rows) => Taken += rows;
}
