using StreamGmm.RabbitMq.Tests.Broker;

namespace StreamGmm.RabbitMq.Tests.Streams;

/// <summary>A stream of a real broker, read where all goes well and where it does not.</summary>
[Collection(BrokerCollection.Name)]
public class RabbitMqStreamTests(RabbitMqServer server)
{
    [SkippableFact]
    public async Task Rows_come_in_batches_whatever_the_messages_and_from_any_position_on()
    {
        var stream = await TestStream.DeclareAsync(server, 7);
        var rows = TestStream.Rows(0, 100);
        await stream.WriteAsync(rows.Slice(0, 30));
        await stream.WriteAsync("[4, -5.5]"u8.ToArray(), "1,2\n3,4"u8.ToArray());
        var weighted = rows.Slice(30, 70).WithWeights(Enumerable.Range(0, 70).Select(i => i / 8.0).ToArray()).WithLabels(Enumerable.Range(0, 70).Select(i => (i % 4) - 1).ToArray());
        await using (var writer = await stream.WriterAsync())
        {
            await writer.WriteAsync(weighted, DateTimeOffset.UnixEpoch);
            await writer.FlushAsync();
        }

        var options = stream.Options with { BatchSize = 9 };
        var batches = await TestStream.ReadAsync(options, 99);
        Assert.Equal(Enumerable.Repeat(9, 11), batches.Select(batch => batch.Samples.Count));
        Assert.Equal([.. TestStream.Values([rows.Slice(0, 30)]), 4, -5.5, 1, 2, 3, 4, .. TestStream.Values([rows.Slice(30, 66)])], TestStream.Values(batches.Select(batch => batch.Samples)));
        Assert.Equal([.. Enumerable.Repeat(1.0, 6), .. weighted.Weights!.Value.ToArray().Take(66)], batches.Skip(3).SelectMany(batch => batch.Samples.Weights!.Value.ToArray()));
        Assert.Equal([.. Enumerable.Repeat(-1, 6), .. weighted.Labels!.Value.ToArray().Take(66)], batches.Skip(3).SelectMany(batch => batch.Samples.Labels!.Value.ToArray()));
        Assert.Equal([.. Enumerable.Repeat((DateTimeOffset?)null, 3), .. Enumerable.Repeat((DateTimeOffset?)DateTimeOffset.UnixEpoch, 8)], batches.Select(batch => batch.Time));
        foreach (var i in new[] { 0, 2, 6, 9 })
        {
            var rest = await TestStream.ReadAsync(options, 99 - (9 * (i + 1)), batches[i].Position!.Value);
            Assert.Equal(batches.Skip(i + 1).Select(batch => batch.Position), rest.Select(batch => batch.Position));
            Assert.Equal(TestStream.Values(batches.Skip(i + 1).Select(batch => batch.Samples)), TestStream.Values(rest.Select(batch => batch.Samples)));
        }
    }

    [SkippableFact]
    public async Task Rows_that_come_later_are_waited_for_and_cancelling_ends_the_wait()
    {
        var stream = await TestStream.DeclareAsync(server, 1);
        using var stop = new CancellationTokenSource();
        await using var batches = RabbitMqStream.Batches(stream.Options with { BatchSize = 2 }, 0, stop.Token).GetAsyncEnumerator();
        var next = batches.MoveNextAsync().AsTask();
        await stream.WriteAsync(TestStream.Rows(0, 1));
        Assert.False(next.IsCompleted);
        await stream.WriteAsync(TestStream.Rows(1, 1));
        Assert.True(await next.WaitAsync(TestStream.Limit));
        Assert.Equal(2, batches.Current.Position);
        next = batches.MoveNextAsync().AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.WaitAsync(TestStream.Limit));
    }

    [SkippableFact]
    public async Task What_cannot_be_read_is_told_with_its_offset_and_passed_over_where_asked_for()
    {
        var stream = await TestStream.DeclareAsync(server, 7);
        var rows = TestStream.Rows(0, 2000);
        await stream.WriteAsync(rows.Slice(0, 14));
        var broken = RowFrame.Write(rows.Slice(0, 7), null);
        broken[40] ^= 1;
        byte[][] poison = [[], "hello"u8.ToArray(), broken, broken[..30], "[1e400,1]"u8.ToArray(), "[1,2,3]"u8.ToArray(), RowFrame.Write(rows.Slice(0, 8), null), [.. "SGMR"u8, 7, 0, .. new byte[40]]];
        await stream.WriteAsync(poison);
        await stream.WriteAsync(rows.Slice(14, 1986));
        var batches = await TestStream.ReadAsync(stream.Options with { BatchSize = 10 }, 1990);
        Assert.Equal([10, 4, .. Enumerable.Repeat(0, poison.Length), .. Enumerable.Repeat(10, 198)], batches.Select(batch => batch.Samples.Count));
        Assert.Equal(TestStream.Values([rows.Slice(0, 1994)]), TestStream.Values(batches.Select(batch => batch.Samples)));
        for (var i = 0; i < poison.Length; i++)
            Assert.StartsWith($"The message at offset {2 + i} of stream '{stream.Queue}' cannot be read: ", batches[2 + i].Fault!.Message, StringComparison.Ordinal);

        var skipping = new OnlineOptions(3) { OnBadBatch = OnBadBatch.Skip };
        var state = batches.Aggregate(OnlineEm.Start(skipping), (state, batch) => OnlineEm.Next(state, batch, skipping));
        Assert.Equal((poison.Length, 1994L), (state.RefusedBatches, state.SamplesSeen));
        var fault = await Assert.ThrowsAsync<ArgumentException>(async () => await RabbitMqStream.Batches(stream.Options).FollowMixtureAsync(new OnlineOptions(3)).LastAsync());
        Assert.Contains("at offset 2 ", fault.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Connections_that_are_cut_lose_and_double_nothing()
    {
        var stream = await TestStream.DeclareAsync(server, 5);
        var rows = TestStream.Rows(0, 30_000);
        await stream.WriteAsync(rows);
        var told = new List<string>();
        var options = stream.Options with { BatchSize = 64, Disconnected = fault => told.Add(fault.Message) };
        var batches = await TestStream.ReadAsync(options, 29_952, after: batch => batch % 100 == 50 ? server.DisconnectAllAsync() : Task.CompletedTask);
        Assert.Equal(Enumerable.Range(1, 468).Select(i => 64L * i), batches.Select(batch => batch.Position!.Value));
        Assert.Equal(TestStream.Values([rows.Slice(0, 29_952)]), TestStream.Values(batches.Select(batch => batch.Samples)));
        Assert.Contains(told, text => text.Contains("was lost", StringComparison.Ordinal));
        Assert.DoesNotContain(told, text => text.Contains(RabbitMqServer.Secret, StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task A_broker_that_stops_and_starts_again_loses_and_doubles_nothing()
    {
        var stream = await TestStream.DeclareAsync(server, 5);
        var rows = TestStream.Rows(0, 20_000);
        await stream.WriteAsync(rows.Slice(0, 10_000));
        var batches = await TestStream.ReadAsync(stream.Options with { BatchSize = 64 }, 19_968, after: async batch =>
        {
            if (batch != 20)
                return;
            await server.StopAsync();
            await server.StartAsync();
            await stream.WriteAsync(rows.Slice(10_000, 10_000));
        });
        Assert.Equal(TestStream.Values([rows.Slice(0, 19_968)]), TestStream.Values(batches.Select(batch => batch.Samples)));
    }

    [SkippableFact]
    public async Task A_queue_that_is_not_there_or_no_stream_is_told_without_the_password()
    {
        server.Require();
        var address = BrokerAddress.Parse(server.Address);
        var (missing, other) = ($"missing-{Guid.NewGuid():N}", $"other-{Guid.NewGuid():N}");
        await using (var connection = await address.ConnectAsync("test", CancellationToken.None))
        await using (var channel = await connection.CreateChannelAsync())
            await channel.QueueDeclareAsync(other, durable: true, exclusive: false, autoDelete: false);
        var faults = new[]
        {
            await Assert.ThrowsAsync<BrokerException>(() => TestStream.ReadAsync(new RabbitMqStreamOptions(address, missing, 2), 1)),
            await Assert.ThrowsAsync<BrokerException>(() => RabbitMqStreamWriter.OpenAsync(address, missing, 1)),
            await Assert.ThrowsAsync<BrokerException>(() => TestStream.ReadAsync(new RabbitMqStreamOptions(address, other, 2), 1)),
            await Assert.ThrowsAsync<BrokerException>(() => RabbitMqStream.DeclareAsync(address, other)),
            await Assert.ThrowsAsync<BrokerException>(() => TestStream.ReadAsync(new RabbitMqStreamOptions(BrokerAddress.Parse(server.Address.Replace("tests:", "tests:wrong-", StringComparison.Ordinal)), missing, 2), 1)),
        };
        Assert.Contains($"There is no queue '{missing}'", faults[0].Message, StringComparison.Ordinal);
        Assert.Contains("Declare it first, with RabbitMqStream.DeclareAsync", faults[1].Message, StringComparison.Ordinal);
        Assert.All(faults[2..4], fault => Assert.Contains($"The queue '{other}'", fault.Message, StringComparison.Ordinal));
        Assert.All(faults[2..4], fault => Assert.Contains("x-queue-type: stream", fault.Message, StringComparison.Ordinal));
        Assert.All(faults, fault => Assert.DoesNotContain(RabbitMqServer.Secret, fault.ToString(), StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task A_stream_that_is_deleted_while_it_is_read_is_told()
    {
        var stream = await TestStream.DeclareAsync(server, 1);
        await stream.WriteAsync(TestStream.Rows(0, 3));
        var fault = await Assert.ThrowsAsync<BrokerException>(() => TestStream.ReadAsync(stream.Options with { BatchSize = 2 }, 100, after: async _ =>
        {
            await using var connection = await stream.Address.ConnectAsync("test", CancellationToken.None);
            await using var channel = await connection.CreateChannelAsync();
            await channel.QueueDeleteAsync(stream.Queue, ifUnused: false, ifEmpty: false);
        }));
        Assert.Contains($"There is no queue '{stream.Queue}'", fault.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Messages_that_the_stream_has_dropped_are_told_where_they_are_needed_and_only_there()
    {
        var stream = await TestStream.DeclareAsync(server, 100, new RabbitMqStreamRetention { MaxBytes = 60_000, SegmentBytes = 20_000 });
        var rows = TestStream.Rows(0, 20_000);
        for (var i = 0; i < rows.Count; i += 1000)
            await stream.WriteAsync(rows.Slice(i, 1000));
        var options = stream.Options with { BatchSize = 100 };
        var oldest = (await TestStream.ReadAsync(options, 100))[0];
        var (first, start) = (oldest.Position!.Value / 100, TestStream.Values([rows]).AsSpan().IndexOf(TestStream.Values([oldest.Samples])) / 2);
        Assert.True(start > 2000, $"The stream still begins with row {start}: nothing was dropped.");
        Assert.Null(oldest.Fault);

        // A broker takes offsets for itself: numbers without a message are not told.
        var batches = await TestStream.ReadAsync(options, 20_000 - start, from: 150);
        Assert.Equal([0, .. Enumerable.Repeat(100, 200 - (start / 100))], batches.Select(batch => batch.Samples.Count));
        Assert.StartsWith("The messages from offset 1 to ", batches[0].Fault!.Message, StringComparison.Ordinal);
        Assert.Equal(batches[1].Position - 100, batches[0].Position);
        Assert.Equal(batches[0].Position - 150.0, batches[0].DroppedWeight);
        Assert.Equal(TestStream.Values([rows.Slice(start, 20_000 - start)]), TestStream.Values(batches.Select(batch => batch.Samples)));

        // Of the first message of all some rows were learned: the others are missed as much.
        var begun = (await TestStream.ReadAsync(options, 100, from: 50))[0];
        Assert.StartsWith("The messages from offset 0 to ", begun.Fault!.Message, StringComparison.Ordinal);
        Assert.Equal(begun.Position - 50.0, begun.DroppedWeight);

        // The message before was learned: it may be gone.
        var rest = await TestStream.ReadAsync(options, 100, from: 100 * (first - 1));
        Assert.Null(rest[0].Fault);
    }

    [SkippableFact]
    public async Task A_stream_that_ends_before_the_position_is_another()
    {
        var options = (await TestStream.DeclareAsync(server, 1)).Options with { Silence = TimeSpan.FromMilliseconds(300) };
        var empty = await Assert.ThrowsAsync<BrokerException>(() => TestStream.ReadAsync(options, 1, from: 10));
        Assert.Contains("is empty, and the message at offset 9 was read before", empty.Message, StringComparison.Ordinal);
        var stream = await TestStream.DeclareAsync(server, 1);
        await stream.WriteAsync(TestStream.Rows(0, 9));
        options = stream.Options with { Silence = options.Silence };
        var shorter = await Assert.ThrowsAsync<BrokerException>(() => TestStream.ReadAsync(options, 1, from: 10));
        Assert.Contains("ends at offset 8, and the message at offset 9 was read before", shorter.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task No_more_messages_wait_in_memory_than_agreed_and_the_rest_of_a_chunk()
    {
        const int Messages = 20_000, Chunk = 500;
        var stream = await TestStream.DeclareAsync(server, 1);
        await using (var writer = await stream.WriterAsync())
        {
            for (var i = 0; i < Messages; i++)
            {
                await writer.WriteAsync("[1,2]"u8.ToArray());
                if (i % Chunk == 0)
                    await writer.FlushAsync();
            }

            await writer.FlushAsync();
        }

        var ahead = AttachedStream.Ahead(1);
        await using var attached = await AttachedStream.OpenAsync(stream.Options, -1, default);
        for (var taken = 1; taken <= Messages; taken++)
        {
            var (delivery, _) = (await attached.NextAsync(0, default).AsTask().WaitAsync(TestStream.Limit))!.Value;
            Assert.Equal(taken - 1, delivery.Offset);
            Assert.True(attached.Received <= taken + ahead + Chunk, $"{attached.Received} messages came when {taken} were taken.");
            await attached.AcknowledgeAsync(delivery);
        }
    }
}
