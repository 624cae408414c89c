namespace StreamGmm;

/// <summary>A fit over blocks that survives its own death: all that it asked of its blocks is kept in a file, and a fit that is started again with that file goes on from there, to the same bits.</summary>
/// <remarks>
/// <code>
/// using var journal = FitJournal.Open("fit.journal", cluster);
/// var fit = Gmm.Fit(blocks, options, journal);
/// </code>
/// Given to a fit for its cluster, it asks the cluster behind it, and what comes back is on the disk before the fit has it: at most the E-step is lost that a kill, a crash or a loss of power fell into.
/// Between E-steps a fit is a pure function of its options, so that states, restarts and acceleration need no place of their own: started again, they are computed anew from the E-steps that were kept. A journal of a whole fit gives that fit without a look at the data;
/// with a higher limit of iterations it gives the states it has and goes on. Otherwise the fit must be the one that began: a call with other arguments (options, blocks, library) is refused, and data that have changed are refused when a block is next opened.
/// One fit at a time uses a journal; a subscription that was disposed of may be followed by another. The file grows by 8 K (1 + D + D (D + 1) / 2) bytes and about a hundred an E-step for full covariances (K = 20, D = 16: 24 kB), and by the summaries and the rows drawn for the start (20,000 at least where there are as many).
/// </remarks>
public sealed class FitJournal : IBlockCluster, IDisposable
{
    private readonly SemaphoreSlim turn = new(1);
    private readonly JournalFile file;
    private readonly string path;
    private readonly IBlockCluster cluster;
    private volatile bool isDisposed;
    private int next;

    private FitJournal(JournalFile file, string path, IBlockCluster cluster) => (this.file, this.path, this.cluster) = (file, path, cluster);

    /// <summary>The calls of the fit that the file holds.</summary>
    public int Recorded => file.Records.Count;

    /// <summary>The calls that were answered from the file, since it was opened.</summary>
    public int Replayed { get; private set; }

    /// <summary>Opens a journal, or begins one where there is no such file. A record that was cut off at the end is dropped.</summary>
    /// <param name="path">The file; nobody else may use it until this is disposed of.</param>
    /// <param name="cluster">Where the blocks are looked at; null for one after another on this machine. It is not disposed of.</param>
    /// <param name="threads">How many threads compute a block on this machine, 0 for all cores.</param>
    /// <exception cref="IOException">The file cannot be opened, or is in use.</exception>
    /// <exception cref="InvalidDataException">The file is no journal, or damaged; the message says where, and what to try.</exception>
    public static FitJournal Open(string path, IBlockCluster? cluster = null, int threads = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        return new FitJournal(JournalFile.Open(path), path, cluster ?? new LocalCluster(threads));
    }

    /// <summary>A journal in a file that is open.</summary>
    internal static FitJournal Open(FileStream stream, IBlockCluster cluster) => new(new JournalFile(stream, stream.Name), stream.Name, cluster);

    /// <summary>The first call of a fit: what follows is compared with the records from the first on.</summary>
    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">Another call is recorded there.</exception>
    /// <exception cref="IOException">The answer cannot be written.</exception>
    public Task<IReadOnlyList<BlockSummary>> SummarizeAsync(IBlockSource source, int components, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        var names = source.Blocks;
        return CallAsync<IReadOnlyList<BlockSummary>>(
            JournalCall.Summarize,
            to =>
            {
                to.Write(components);
                to.Write(names.Count);
                foreach (var name in names)
                    to.Write(name);
            },
            () => cluster.SummarizeAsync(source, components, cancellationToken),
            summaries => summaries.Select(summary => summary.Block).SequenceEqual(names),
            (to, summaries) => WriteAll(to, summaries, JournalBody.Write),
            from => [.. names.Select(_ => JournalBody.ReadSummary(from))],
            cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">Another call is recorded there.</exception>
    /// <exception cref="IOException">The answer cannot be written.</exception>
    public Task<IReadOnlyList<DrawnRows>> DrawAsync(IBlockSource source, IReadOnlyList<BlockSummary> blocks, IReadOnlyList<RowDraw> draws, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        ArgumentNullException.ThrowIfNull(draws);
        return CallAsync<IReadOnlyList<DrawnRows>>(
            JournalCall.Draw,
            to =>
            {
                to.Write(blocks.Count);
                WriteAll(to, blocks, JournalBody.Write);
                WriteAll(to, draws, JournalBody.Write);
            },
            () => cluster.DrawAsync(source, blocks, draws, cancellationToken),
            drawn => drawn.Select(rows => rows.Samples.Dimension).SequenceEqual(blocks.Select(block => block.Dimension)),
            (to, drawn) => WriteAll(to, drawn, JournalBody.Write),
            from => [.. blocks.Select(block => JournalBody.ReadRows(from, block.Dimension))],
            cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">Another call is recorded there.</exception>
    /// <exception cref="IOException">The answer cannot be written.</exception>
    public Task<SufficientStatistics> ExpectAsync(IBlockSource source, IReadOnlyList<BlockSummary> blocks, GaussianMixture mixture, RealVector origin, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        ArgumentNullException.ThrowIfNull(mixture);
        ArgumentNullException.ThrowIfNull(origin);
        return CallAsync(
            JournalCall.Expect,
            to =>
            {
                to.Write(blocks.Count);
                WriteAll(to, blocks, JournalBody.Write);
                JournalBody.Write(to, mixture);
                JournalBody.WriteList(to, origin);
            },
            () => cluster.ExpectAsync(source, blocks, mixture, origin, cancellationToken),
            statistics => (statistics.Shape, statistics.Components) == (mixture.Shape, mixture.Components) && statistics.Origin.Equals(origin),
            JournalBody.Write,
            from => JournalBody.ReadStatistics(from, mixture, origin),
            cancellationToken);
    }

    /// <summary>Closes the file. A call that is under way fails.</summary>
    public void Dispose()
    {
        isDisposed = true;
        file.Dispose();
    }

    private static void WriteAll<T>(BinaryWriter to, IEnumerable<T> items, Action<BinaryWriter, T> write)
    {
        foreach (var item in items)
            write(to, item);
    }

    /// <summary>Answers a call from its record, or asks the cluster and records what comes back.</summary>
    private async Task<T> CallAsync<T>(JournalCall call, Action<BinaryWriter> arguments, Func<Task<T>> ask, Predicate<T> isAnswer, Action<BinaryWriter, T> write, Func<BinaryReader, T> read, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            ObjectDisposedException.ThrowIf(isDisposed, this);
            var digest = JournalBody.Digest(arguments);
            if (call == JournalCall.Summarize)
                next = 0;
            if (next == file.Records.Count)
            {
                var answer = await ask().ConfigureAwait(false);
                if (!isAnswer(answer))
                    throw new InvalidOperationException($"What the cluster gave for call {next} of the fit, {Name(call)}, is no answer to it, and was not recorded: one answer for each block was expected, in their order, or statistics like the mixture.");
                file.Append(call, digest, JournalBody.Bytes(to => write(to, answer)));
                next++;
                return answer;
            }

            var record = file.Records[next];
            if (record.Call != call || !record.Digest.AsSpan().SequenceEqual(digest))
                throw new InvalidDataException($"'{path}': call {next} of the fit is {Name(call)}, and {(record.Call == call ? "one with other arguments" : Name(record.Call))} is recorded there: the journal is that of another fit. Go on with the options, the blocks and the version of the library that it was begun with, or take another file.");
            var replayed = Answer(file.Read(record), read);
            next++;
            Replayed++;
            return replayed;
        }
        finally
        {
            turn.Release();
        }
    }

    private T Answer<T>(byte[] bytes, Func<BinaryReader, T> read)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        try
        {
            var answer = read(reader);
            if (reader.BaseStream.Position == bytes.Length)
                return answer;
        }
        catch (Exception e) when (e is EndOfStreamException or ArgumentException or OverflowException)
        {
            throw Unreadable(e);
        }

        throw Unreadable(null);
    }

    private InvalidDataException Unreadable(Exception? reason) =>
        new($"'{path}': the answer to call {next} is whole but cannot be read: it was written by another version of the library. Go on with that one, or take another file.", reason);

    private static string Name(JournalCall call) => call switch
    {
        JournalCall.Summarize => "a first look at the blocks",
        JournalCall.Draw => "a draw of rows",
        _ => "an E-step",
    };
}
