using System.Diagnostics;
using System.Text;

namespace StreamGmm;

/// <summary>Tasks and what comes of them in a body.</summary>
internal static class BlockBody
{
    private const byte HasWeights = 1;

    private const byte HasLabels = 2;

    /// <summary>A summary beyond its name and its numbers.</summary>
    private const int SummaryLength = sizeof(ushort) + (3 * sizeof(int)) + sizeof(ulong);

    /// <summary>More than a task has before its summaries: the longest name of a queue, and a few numbers.</summary>
    private const int Beginning = 1 << 10;

    public static void Write(BodyWriter to, BlockTask task)
    {
        to.Byte((byte)task.Work);
        switch (task)
        {
            case BlockTask.Summarize summarize:
                to.Text(summarize.Name);
                to.Int(summarize.Components);
                break;
            case BlockTask.Draw draw:
                Write(to, draw.Summary);
                to.Int(draw.Rows.Seed);
                to.Long(draw.Rows.FirstRow);
                to.List(draw.Rows.Limits);
                break;
            case BlockTask.Expect expect:
                to.Int(expect.Blocks);
                foreach (var summary in expect.Summaries)
                    Write(to, summary);
                break;
            default:
                throw new UnreachableException();
        }
    }

    public static BlockTask ReadTask(ref BodyReader from) => (BlockWork)from.Byte() switch
    {
        BlockWork.Summarize => new BlockTask.Summarize(from.Text(), from.Int() is > 0 and var components ? components : throw new InvalidDataException("a mixture without components.")),
        BlockWork.Draw => new BlockTask.Draw(ReadSummary(ref from), new RowDraw(from.Int(), from.Long(), RealVector.Create(from.List()))),
        BlockWork.Expect => new BlockTask.Expect(ReadRun(ref from)),
        var other => throw new InvalidDataException($"work of kind {(byte)other}: there is none."),
    };

    public static void Write(BodyWriter to, BlockResult result)
    {
        to.Byte((byte)result.Work);
        switch (result)
        {
            case BlockResult.Summary summary:
                Write(to, summary.Value);
                break;
            case BlockResult.Rows rows:
                to.Text(rows.Name);
                Write(to, rows.Value);
                break;
            case BlockResult.Statistics statistics:
                to.Text(statistics.Name);
                to.Int(statistics.Parts);
                to.Long(statistics.Count);
                to.List(statistics.Values);
                break;
            default:
                throw new UnreachableException();
        }
    }

    public static BlockResult ReadResult(ref BodyReader from) => (BlockWork)from.Byte() switch
    {
        BlockWork.Summarize => new BlockResult.Summary(ReadSummary(ref from)),
        BlockWork.Draw => new BlockResult.Rows(from.Text(), ReadRows(ref from)),
        BlockWork.Expect => new BlockResult.Statistics(from.Text(), from.Int(), from.Long(), RealVector.Create(from.List())),
        var other => throw new InvalidDataException($"work of kind {(byte)other}: there is none."),
    };

    /// <summary>The longest run whose task can be sent: 0 where tasks are for single blocks.</summary>
    public static int MostHeight(IReadOnlyList<BlockTask> tasks)
    {
        var longest = 0;
        foreach (var task in tasks)
        {
            if (task is not BlockTask.Expect { Summaries: [var summary] })
                return 0;
            longest = Math.Max(longest, SummaryLength + Encoding.UTF8.GetByteCount(summary.Block) + (sizeof(double) * (summary.FirstValues.Length + summary.WeightedRows.Length)));
        }

        return longest == 0 ? 0 : Math.Clamp(int.Log2(Math.Max(1, (Frame.LongestBody(MessageKind.Task) - Beginning) / longest)), 0, Run.MostHeight);
    }

    private static BlockSummary[] ReadRun(ref BodyReader from)
    {
        var summaries = new BlockSummary[from.Count(SummaryLength)];
        if (!int.IsPow2(summaries.Length) || summaries.Length > 1 << Run.MostHeight)
            throw new InvalidDataException($"a run of {summaries.Length} blocks: a power of two up to {1 << Run.MostHeight} was expected.");
        for (var i = 0; i < summaries.Length; i++)
            summaries[i] = ReadSummary(ref from);
        return summaries;
    }

    private static void Write(BodyWriter to, BlockSummary summary)
    {
        to.Text(summary.Block);
        to.Int(summary.Count);
        to.List(summary.FirstValues);
        to.List(summary.WeightedRows);
        to.ULong(summary.Fingerprint);
    }

    private static BlockSummary ReadSummary(ref BodyReader from) =>
        new(from.Text(), from.Int(), RealVector.Create(from.List()), RealVector.Create(from.List()), from.ULong());

    private static void Write(BodyWriter to, DrawnRows rows)
    {
        var samples = rows.Samples;
        to.Int(samples.Dimension);
        to.Int(samples.Count);
        foreach (var index in rows.Indexes.Span)
            to.Int(index);
        to.Byte((byte)((samples.Weights is null ? 0 : HasWeights) | (samples.Labels is null ? 0 : HasLabels)));
        var row = new double[samples.Dimension];
        for (var i = 0; i < samples.Count; i++)
        {
            samples.CopyRow(i, row);
            to.Numbers(row);
        }

        to.Numbers(samples.Weights.GetValueOrDefault().Span);
        foreach (var label in samples.Labels.GetValueOrDefault().Span)
            to.Int(label);
    }

    private static DrawnRows ReadRows(ref BodyReader from)
    {
        var dimension = from.Int();
        if (dimension < 1)
            throw new InvalidDataException($"rows of {dimension} features.");
        var indexes = Integers(ref from, from.Count(sizeof(int)));
        var parts = from.Byte();
        if ((parts & ~(HasWeights | HasLabels)) != 0)
            throw new InvalidDataException($"rows with parts {parts}: there are none but weights and labels.");
        var samples = Samples.From(from.Numbers((long)indexes.Length * dimension), dimension, MissingValues.Marginalize);
        if ((parts & HasWeights) != 0)
            samples = samples.WithWeights(from.Numbers(indexes.Length));
        if ((parts & HasLabels) != 0)
            samples = samples.WithLabels(Integers(ref from, indexes.Length));
        return new DrawnRows(samples, indexes);
    }

    private static int[] Integers(ref BodyReader from, int count)
    {
        var values = new int[count];
        for (var i = 0; i < count; i++)
            values[i] = from.Int();
        return values;
    }
}
