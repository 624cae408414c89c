using System.Collections.Concurrent;
using StreamGmm;

namespace LiveDashboard.Sources;

/// <summary>Rows of a file or of standard input. A thread reads a little ahead, so that nobody waits for a pipe that is slow.</summary>
internal sealed class FileSource : ISource
{
    /// <summary>Pieces that are read ahead, and the most rows of one.</summary>
    private const int Ahead = 8;
    private const int PieceRows = 2048;

    /// <summary>So many bad rows are told one by one.</summary>
    private const int MostTold = 20;

    private readonly CancellationTokenSource stop = new();
    private readonly BlockingCollection<Batch> waiting = new(Ahead);
    private readonly LiveRows rows;
    private readonly bool hasPositions;
    private readonly TextWriter error;
    private Batch? rest;
    private long learned;
    private long badRows;

    private FileSource(string path, Stream? input, TextWriter error)
    {
        (hasPositions, this.error) = (input is null, error);
        Name = input is null ? Path.GetFileName(path) : "standard input";
        rows = (input is null ? LiveRows.Open(path, onBadRow: Tell, cancellationToken: stop.Token) : LiveRows.Open(input, Name, onBadRow: Tell, cancellationToken: stop.Token))
            ?? throw new InvalidDataException($"{Name} has no row: rows of numbers were expected, as CSV, NDJSON or .npy. Check that it was written.");
        new Thread(Read) { IsBackground = true, Name = "rows" }.Start();
    }

    /// <summary>The rows of a file, which know their positions.</summary>
    /// <exception cref="InvalidDataException">It does not begin with rows of numbers.</exception>
    /// <exception cref="IOException">It is not there or cannot be read.</exception>
    public static FileSource Open(string path, TextWriter error) => new(path, null, error);

    /// <summary>The rows of a stream, standard input for example: they come once, after whatever was learned before. Waits for the first.</summary>
    /// <exception cref="InvalidDataException">It does not begin with rows of numbers.</exception>
    public static FileSource Open(Stream input, TextWriter error) => new("-", input, error);

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Dimension => rows.Columns.Count;

    /// <inheritdoc/>
    public IReadOnlyList<string>? Columns => rows.Columns;

    /// <inheritdoc/>
    public bool CanDrift => false;

    /// <inheritdoc/>
    public bool HasEnded => rest is null && waiting.IsCompleted;

    /// <inheritdoc/>
    public string? Fault { get; private set; }

    /// <inheritdoc/>
    public long BadRows => Interlocked.Read(ref badRows);

    /// <inheritdoc/>
    public Batch? Take(int most)
    {
        if (most < 1 || (rest is null && !waiting.TryTake(out rest)))
            return null;
        var piece = rest;
        var left = piece.Samples.Count - most;
        if (left <= 0)
        {
            rest = null;
            return piece;
        }

        rest = new Batch(piece.Samples.Slice(most, left), piece.Position);
        return new Batch(piece.Samples.Slice(0, most), piece.Position - left);
    }

    /// <inheritdoc/>
    public void GoOnAfter(long position) => Interlocked.Exchange(ref learned, position);

    /// <inheritdoc/>
    public void Drift()
    {
    }

    /// <inheritdoc/>
    public void Dispose() => stop.Cancel();

    private void Read()
    {
        try
        {
            using (rows)
            {
                // Rows that a state has learned already are passed over as fast as they can be read.
                while (rows.Read(PieceRows) is { } piece)
                {
                    if (!hasPositions)
                        waiting.Add(new Batch(piece), stop.Token);
                    else if (rows.Position > Interlocked.Read(ref learned))
                        waiting.Add(new Batch(piece, rows.Position), stop.Token);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody wants more.
        }
        catch (Exception e)
        {
            // Told on the page: the server stays.
            Fault = e.Message;
        }
        finally
        {
            waiting.CompleteAdding();
        }
    }

    private void Tell(InvalidDataException fault)
    {
        var number = Interlocked.Increment(ref badRows);
        if (number <= MostTold)
            error.WriteLine($"Passed over: {fault.Message}");
        else if (number == MostTold + 1)
            error.WriteLine("Passed over: more rows, which are not told one by one.");
    }
}
