using FsCheck;
using FsCheck.Fluent;

namespace StreamGmm.RabbitMq.Tests.Streams;

public class BatchGatheringLaws
{
    /// <summary>A stream: for each offset how many rows the message has, 0 for one that cannot be read; its rows count on.</summary>
    private static Gen<(int[] Messages, int Batch, int RowsPerMessage)> Streams =>
        from rows in Gen.Choose(1, 7)
        from messages in Gen.ArrayOf(Gen.Frequency((9, Gen.Choose(1, rows)), (1, Gen.Constant(0))))
        from batch in Gen.Choose(1, 9)
        select (messages, batch, rows);

    [Fact]
    public void Batches_have_all_rows_in_order_and_are_full_but_before_a_fault() => Law.Holds(Streams, stream =>
    {
        var batches = Batches(stream, 0, stream.Messages.Length);
        var rows = batches.SelectMany(batch => batch.Samples.Select(row => (int)row[0])).ToArray();
        Assert.Equal(Enumerable.Range(0, rows.Length), rows);
        Assert.True(stream.Messages.Sum() - rows.Length < stream.Batch);
        for (var i = 0; i < batches.Count; i++)
            Assert.True(batches[i].Samples.Count == stream.Batch || batches[i].Fault is not null || batches[i + 1].Fault is not null);
        Assert.Equal(stream.Messages.Count(count => count == 0), batches.Count(batch => batch.Fault is not null));
        Assert.Equal(batches.Select(batch => batch.Position).Order(), batches.Select(batch => batch.Position));
        Assert.Equal(batches.Count, batches.Select(batch => batch.Position).Distinct().Count());
    });

    [Fact]
    public void Reading_on_after_any_batch_gives_the_same_batches() => Law.Holds(Streams, stream =>
    {
        var whole = Batches(stream, 0, stream.Messages.Length);
        for (var i = 0; i < whole.Count; i++)
            Assert.Equal(whole.Skip(i + 1).Select(Shown), Batches(stream, whole[i].Position!.Value, stream.Messages.Length).Select(Shown));
    });

    [Fact]
    public void A_state_that_goes_on_is_the_state_undisturbed() => Law.Holds(Streams, stream =>
    {
        var options = new OnlineOptions(1) { OnBadBatch = OnBadBatch.Skip };
        OnlineState Learn(OnlineState from, IEnumerable<Batch> batches) => batches.Aggregate(from, (state, batch) => OnlineEm.Next(state, batch, options));
        var whole = Batches(stream, 0, stream.Messages.Length);
        var undisturbed = Learn(OnlineEm.Start(options), whole);
        Assert.Equal(whole.Sum(batch => batch.Samples.Count), undisturbed.SamplesSeen);
        Assert.Equal(whole.Count(batch => batch.Fault is not null), undisturbed.RefusedBatches);
        for (var i = 0; i <= whole.Count; i++)
        {
            var saved = Learn(OnlineEm.Start(options), whole.Take(i));
            Assert.Equal(undisturbed, Learn(saved, Batches(stream, saved.Position, stream.Messages.Length)));
        }
    });

    [Fact]
    public void Messages_that_are_gone_are_told_with_the_rows_that_they_had_at_most()
    {
        var gathering = new BatchGathering(Options((7, 5)), (2 * 5) + 3);
        Add(gathering, 2, 5, 0);
        gathering.Skip(10, new InvalidDataException("gone"));
        Assert.Equal((13L + 2, 2), (gathering.Next() is { } rest ? (rest.Position!.Value, rest.Samples.Count) : default));
        var told = gathering.Next()!;
        Assert.Equal((50L, 7 * 5, 35.0, "gone"), (told.Position, told.Rows, told.DroppedWeight, told.Fault!.Message));
        Assert.Equal(10, gathering.NextOffset);
        Assert.Null(gathering.Next());
        var state = OnlineEm.Next(OnlineEm.Start(new OnlineOptions(1)), told, new OnlineOptions(1) { OnBadBatch = OnBadBatch.Skip });
        Assert.Equal((50L, 35.0, 1), (state.Position, state.DroppedWeight, state.RefusedBatches));
    }

    [Fact]
    public void A_batch_has_the_time_of_its_last_row_and_all_weights_or_none()
    {
        var gathering = new BatchGathering(Options((2, 2)), 0);
        var reader = new MessageReader(Options((2, 2)));
        DateTimeOffset At(int day) => new(2026, 1, day, 0, 0, 0, TimeSpan.Zero);
        foreach (var (row, offset) in new[] { "[0]", "[1]", "[2]", "[3]", "[4]", "[5]" }.Select((row, i) => (row, i)))
        {
            var frame = offset == 2 ? RowFrame.Write(Samples.From([[2.0]]).WithWeights(new[] { 0.5 }).WithLabels(new[] { 3 }), At(9)) : System.Text.Encoding.UTF8.GetBytes(row);
            Assert.Null(reader.Read(frame, offset));
            gathering.Add(offset, reader.Rows, offset == 4 ? null : At(1 + offset));
        }

        var (first, second, third) = (gathering.Next()!, gathering.Next()!, gathering.Next()!);
        Assert.Equal([At(2), At(4), At(6)], [first.Time, second.Time, third.Time]);
        Assert.True(first.Samples is { Weights: null, Labels: null } && third.Samples is { Weights: null, Labels: null });
        Assert.Equal([0.5, 1], second.Samples.Weights!.Value.ToArray());
        Assert.Equal([3, -1], second.Samples.Labels!.Value.ToArray());
    }

    private static RabbitMqStreamOptions Options((int Batch, int RowsPerMessage) stream) =>
        new(BrokerAddress.Parse("amqp://localhost"), "readings", 1) { BatchSize = stream.Batch, RowsPerMessage = stream.RowsPerMessage };

    private static List<Batch> Batches((int[] Messages, int Batch, int RowsPerMessage) stream, long from, int end)
    {
        var gathering = new BatchGathering(Options((stream.Batch, stream.RowsPerMessage)), from);
        var batches = new List<Batch>();
        for (var offset = (int)gathering.NextOffset; offset < end; offset++)
        {
            if (stream.Messages[offset] == 0)
                gathering.Refuse(offset, new InvalidDataException($"{offset}"), null);
            else
                Add(gathering, offset, stream.Messages[offset], stream.Messages.Take(offset).Sum());
            while (gathering.Next() is { } batch)
                batches.Add(batch);
        }

        return batches;
    }

    private static void Add(BatchGathering gathering, long offset, int count, int first)
    {
        var rows = new MessageRows(1, MissingValues.Refuse);
        rows.Add(Samples.From(Enumerable.Range(first, count).Select(value => new double[] { value }).ToArray()));
        gathering.Add(offset, rows, null);
    }

    private static string Shown(Batch batch) => $"{batch.Position}: {string.Join(' ', batch.Samples.Select(row => row[0]))} {batch.Fault?.Message}";
}
