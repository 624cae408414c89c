using System.Reactive.Linq;

namespace StreamGmm.RabbitMq.Tests.Broker;

/// <summary>Fits on a cluster where all goes well, and where workers and the broker do not. Each ends with the bits of one machine.</summary>
[Collection(BrokerCollection.Name)]
public class ClusterTests(RabbitMqServer server)
{
    [SkippableTheory]
    [InlineData("full")]
    [InlineData("tied")]
    [InlineData("diagonal")]
    [InlineData("spherical")]
    [InlineData("low-rank:1")]
    public async Task Several_workers_give_the_bits_of_one_machine(string shape)
    {
        await using var cluster = await Cluster.ConnectAsync(server);
        for (var i = 0; i < 3; i++)
            await cluster.WorkerAsync();
        await cluster.WorkersAsync(3);
        await cluster.FitAsync(13, CovarianceShape.Parse(shape));
        Assert.Equal(0, cluster.Coordinator.Status.RefusedMessages);
    }

    [SkippableFact]
    public async Task The_front_door_seeds_and_fits_with_the_bits_of_one_machine()
    {
        await using var cluster = await Cluster.ConnectAsync(server);
        await cluster.WorkerAsync();
        await cluster.WorkerAsync();
        var options = new FitOptions(2) { Seed = 3, Restarts = 2 };
        var here = await Gmm.Observe(new SomeBlocks(7), options).ToList();
        var there = await Gmm.Observe(SomeBlocks.Closed(7), options, cluster.Coordinator).ToList().Timeout(Cluster.Limit);
        Assert.True(here.Count > 4);
        Assert.Equal(here.Select(state => (state.Restart, state.Iteration, state.Status, state.Mixture)), there.Select(state => (state.Restart, state.Iteration, state.Status, state.Mixture)));
        Assert.Equal(here.Select(state => Reference.Bits(state.Statistics)), there.Select(state => Reference.Bits(state.Statistics)));
    }

    [SkippableFact]
    public async Task A_subscription_that_is_disposed_of_ends_on_the_workers()
    {
        using var gate = new Gate(5);
        await using var cluster = await Cluster.ConnectAsync(server);
        var worker = await cluster.WorkerAsync(gate.Pass);
        using (Gmm.Observe(SomeBlocks.Closed(7), new FitOptions(2), cluster.Coordinator).Subscribe())
            await gate.Reached;
        await Cluster.UntilAsync(worker, status => status is { Cancelled: 1, Block: null, Waiting: 0 });
    }

    [SkippableFact]
    public async Task A_worker_that_the_network_has_cut_off()
    {
        server.Require();
        using var gate = new Gate(12);
        await using var proxy = new StallingProxy(server.Port);
        await using var cluster = await Cluster.ConnectAsync(server, options => options with { Silence = TimeSpan.FromSeconds(3) });
        await cluster.WorkerAsync(gate.Pass, options => options with { Memory = 0 }, BrokerAddress.Parse(server.Address.Replace($":{server.Port}/", $":{proxy.Port}/", StringComparison.Ordinal)));
        await cluster.WorkersAsync(1);
        await cluster.FitAsync(meanwhile: async () =>
        {
            await gate.Reached;
            proxy.Stall();
            gate.Open();
            await cluster.WorkerAsync();
        });
        Assert.True(cluster.Coordinator.Status.Redeliveries > 0);
    }

    [SkippableFact]
    public async Task A_coordinator_and_a_worker_that_the_network_cuts_off_until_they_are_lost_and_lets_through_again()
    {
        server.Require();
        using var gate = new Gate(12);
        await using var proxy = new StallingProxy(server.Port);
        var address = BrokerAddress.Parse(server.Address.Replace($":{server.Port}/", $":{proxy.Port}/", StringComparison.Ordinal), TimeSpan.FromSeconds(1));
        await using var cluster = await Cluster.ConnectAsync(address);
        var worker = await cluster.WorkerAsync(gate.Pass, options => options with { Memory = 0 });
        await cluster.WorkerAsync(by: BrokerAddress.Parse(server.Address));
        await cluster.WorkersAsync(2);
        await using var going = await Cluster.ConnectAsync(address);
        var goingWorker = await going.WorkerAsync();
        await cluster.FitAsync(meanwhile: async () =>
        {
            await gate.Reached;
            proxy.Stall();
            gate.Open();
            await cluster.UntilAsync(status => !status.IsConnected);
            await Cluster.UntilAsync(worker, status => !status.IsConnected);

            // Who does not want to wait goes, also in the middle of trying again.
            await going.UntilAsync(status => !status.IsConnected);
            await Cluster.UntilAsync(goingWorker, status => !status.IsConnected);
            await going.DisposeAsync().AsTask().WaitAsync(Cluster.Limit);
            proxy.Resume();
        });
        await cluster.WorkersAsync(2);
        Assert.True(cluster.Coordinator.Status.Redeliveries > 0);
    }

    [SkippableFact]
    public async Task A_broker_whose_disk_is_full_is_waited_for_and_who_does_not_want_to_wait_goes()
    {
        using Gate gate = new(12), other = new(1);
        await using var cluster = await Cluster.ConnectAsync(server, options => options with { Silence = TimeSpan.FromSeconds(3), Patience = TimeSpan.FromSeconds(3) });
        await using var going = await Cluster.ConnectAsync(server);
        var worker = await cluster.WorkerAsync(gate.Pass, options => options with { Memory = 0 });
        var goingWorker = await going.WorkerAsync(other.Pass);
        var goingFit = Reference.OnAsync(going.Coordinator, 3, CovarianceShape.Full);
        await other.Reached;
        await cluster.WorkersAsync(1);
        await cluster.FitAsync(meanwhile: async () =>
        {
            await gate.Reached;
            await server.FillDiskAsync(isFull: true);
            try
            {
                Assert.Contains("low on disk", (await cluster.UntilAsync(status => status.IsBlocked)).Warning, StringComparison.Ordinal);
                gate.Open();
                Assert.Contains("low on disk", (await Cluster.UntilAsync(worker, status => status.IsBlocked)).Warning, StringComparison.Ordinal);
                using (var cancel = new CancellationTokenSource())
                {
                    var fit = Reference.OnAsync(cluster.Coordinator, 3, CovarianceShape.Full, cancel.Token);
                    await cancel.CancelAsync();
                    await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fit.WaitAsync(Cluster.Limit));
                }

                await going.UntilAsync(status => status.IsBlocked);
                await goingWorker.DisposeAsync();
                await going.Coordinator.DisposeAsync();
                await Assert.ThrowsAsync<ObjectDisposedException>(() => goingFit.WaitAsync(Cluster.Limit));
                Assert.Equal(1, cluster.Coordinator.Status.Workers);
            }
            finally
            {
                await server.FillDiskAsync(isFull: false);
            }
        });
        await cluster.UntilAsync(status => status is { IsBlocked: false, Warning: null });
        await Cluster.UntilAsync(worker, status => status is { IsBlocked: false, Warning: null });
    }

    [SkippableFact]
    public async Task Summaries_and_drawn_rows_are_those_of_one_machine()
    {
        await using var cluster = await Cluster.ConnectAsync(server);
        await cluster.WorkerAsync();
        await cluster.WorkerAsync();
        var source = new SomeBlocks(5);
        var summaries = await cluster.Coordinator.SummarizeAsync(source, 2, default).WaitAsync(Cluster.Limit);
        Assert.Equal(source.Blocks.Select(block => BlockSummary.Read(source, block, 2)), summaries);
        RowDraw[] draws = [.. source.Blocks.Select((_, i) => new RowDraw(3, i * SomeBlocks.Rows, [0.1, 1, 1]))];
        var drawn = await cluster.Coordinator.DrawAsync(source, summaries, draws, default).WaitAsync(Cluster.Limit);
        foreach (var (block, draw, rows) in source.Blocks.Zip(draws, drawn))
        {
            var here = draw.From(source.Open(block, default));
            Assert.NotEmpty(here.Samples.AsEnumerable());
            Assert.Equal(here.Indexes.ToArray(), rows.Indexes.ToArray());
            Assert.Equal(here.Samples.AsEnumerable(), rows.Samples.AsEnumerable());
        }
    }

    [SkippableFact]
    public async Task Workers_keep_their_blocks_for_the_next_pass()
    {
        await using var cluster = await Cluster.ConnectAsync(server);
        var opened = 0;
        await cluster.WorkerAsync((_, _) => Interlocked.Increment(ref opened));
        await cluster.FitAsync(6);
        Assert.Equal(6, opened);
    }

    /// <summary>One worker gets a run of 16 of 64 blocks first.</summary>
    [SkippableFact]
    public async Task A_worker_that_vanishes_in_the_middle_of_a_run()
    {
        using var gate = new Gate(70);
        await using var cluster = await Cluster.ConnectAsync(server);
        var victim = await cluster.WorkerAsync(gate.Pass, options => options with { Memory = 0 });
        await cluster.WorkersAsync(1);
        await cluster.FitAsync(64, meanwhile: async () =>
        {
            await gate.Reached;
            await victim.VanishAsync();
            await cluster.WorkerAsync();
            await cluster.WorkerAsync();
        });
        Assert.True(cluster.Coordinator.Status.Redeliveries >= 16);
        Assert.Equal(0, cluster.Coordinator.Status.RefusedMessages);
    }

    [SkippableFact]
    public async Task A_fit_that_is_cancelled_in_the_middle_of_a_run()
    {
        using var gate = new Gate(70);
        await using var cluster = await Cluster.ConnectAsync(server);
        var worker = await cluster.WorkerAsync(gate.Pass, options => options with { Memory = 0 });
        await cluster.WorkersAsync(1);
        using var cancel = new CancellationTokenSource();
        var fit = Reference.OnAsync(cluster.Coordinator, 64, CovarianceShape.Full, cancel.Token);
        await gate.Reached;
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fit.WaitAsync(Cluster.Limit));
        await Cluster.UntilAsync(worker, status => status is { Cancelled: 16, Answers: 64, Block: null, Waiting: 0 });
        await cluster.FitAsync(64);
    }

    [SkippableFact]
    public async Task A_block_in_a_run_that_no_worker_finds_any_more_ends_the_fit_with_its_name()
    {
        await using var cluster = await Cluster.ConnectAsync(server);
        var opened = 0;
        for (var i = 0; i < 2; i++)
        {
            await cluster.WorkerAsync(
                (block, _) =>
                {
                    if (block == "block-03" && Interlocked.Increment(ref opened) > 1)
                        throw new FileNotFoundException("It was there before.");
                },
                options => options with { Memory = 0 });
        }

        await cluster.WorkersAsync(2);
        var fault = await Assert.ThrowsAsync<BlockException>(() => Reference.OnAsync(cluster.Coordinator, 64, CovarianceShape.Full).WaitAsync(Cluster.Limit));
        Assert.Equal("block-03", fault.Block);
        Assert.Contains("It was there before.", fault.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_worker_that_vanishes_in_the_middle_of_a_block()
    {
        using var gate = new Gate(20);
        await using var cluster = await Cluster.ConnectAsync(server);
        var victim = await cluster.WorkerAsync(gate.Pass, options => options with { Memory = 0 });
        await cluster.WorkersAsync(1);
        await cluster.FitAsync(meanwhile: async () =>
        {
            await gate.Reached;
            await victim.VanishAsync();
            await cluster.WorkerAsync();
        });
        Assert.True(cluster.Coordinator.Status.Redeliveries > 0);
    }

    [SkippableTheory]
    [InlineData(8, 20)]
    [InlineData(64, 70)]
    public async Task A_worker_process_that_is_killed_in_the_middle_of_a_block(int blocks, int opened)
    {
        await using var cluster = await Cluster.ConnectAsync(server);
        using var process = OwnProcess.Start(["worker", server.Address, cluster.Name, $"{opened}"]);
        await cluster.WorkersAsync(1);
        await cluster.FitAsync(blocks, meanwhile: async () =>
        {
            var line = await process.StandardOutput.ReadLineAsync().WaitAsync(Cluster.Limit);
            Assert.StartsWith("stuck in", line, StringComparison.Ordinal);
            process.Kill();
            await cluster.WorkerAsync();
        });
        Assert.True(cluster.Coordinator.Status.Redeliveries > 0);
    }

    [SkippableFact]
    public async Task A_slow_worker_holds_nothing_up_and_is_told_to_stop()
    {
        using var gate = new Gate(12, listens: false);
        await using var cluster = await Cluster.ConnectAsync(server, options => options with { OverdueFloor = TimeSpan.FromMilliseconds(50) });
        var slow = await cluster.WorkerAsync(gate.Pass, options => options with { Memory = 0 });
        await cluster.WorkersAsync(1);
        await cluster.FitAsync(meanwhile: async () =>
        {
            await gate.Reached;
            await cluster.WorkerAsync();
        });
        Assert.True(cluster.Coordinator.Status.Redeliveries > 0);
        gate.Open();
        var status = await Cluster.UntilAsync(slow, status => status.Cancelled > 0);
        Assert.Equal(0, status.Failures);
        await cluster.FitAsync();
    }

    [SkippableFact]
    public async Task A_fit_that_is_cancelled_ends_on_all_workers()
    {
        using Gate one = new(4), other = new(4);
        await using var cluster = await Cluster.ConnectAsync(server);
        BlockWorker[] workers = [await cluster.WorkerAsync(one.Pass), await cluster.WorkerAsync(other.Pass)];
        await cluster.WorkersAsync(2);
        using var cancel = new CancellationTokenSource();
        var fit = Reference.OnAsync(cluster.Coordinator, 40, CovarianceShape.Full, cancel.Token);
        await Task.WhenAll(one.Reached, other.Reached);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fit.WaitAsync(Cluster.Limit));
        foreach (var worker in workers)
            await Cluster.UntilAsync(worker, status => status is { Cancelled: 1, Block: null, Waiting: 0 });
        await cluster.FitAsync();
    }

    [SkippableFact]
    public async Task A_coordinator_that_goes_ends_its_fits_on_all_workers()
    {
        using var gate = new Gate(3);
        await using var cluster = await Cluster.ConnectAsync(server);
        var worker = await cluster.WorkerAsync(gate.Pass);
        var fit = Reference.OnAsync(cluster.Coordinator, 8, CovarianceShape.Full);
        await gate.Reached;
        await cluster.Coordinator.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => fit.WaitAsync(Cluster.Limit));
        await Cluster.UntilAsync(worker, status => status is { Cancelled: 1, Block: null });
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Reference.OnAsync(cluster.Coordinator, 1, CovarianceShape.Full).WaitAsync(Cluster.Limit));
    }

    [SkippableFact]
    public async Task A_broker_that_closes_all_connections()
    {
        using var gate = new Gate(12);
        await using var cluster = await Cluster.ConnectAsync(server);
        await cluster.WorkerAsync(gate.Pass, options => options with { Memory = 0 });
        await cluster.WorkerAsync();
        await cluster.WorkersAsync(2);
        await cluster.FitAsync(meanwhile: async () =>
        {
            await gate.Reached;
            await server.DisconnectAllAsync();
        });
    }

    [SkippableFact]
    public async Task A_broker_that_stops_and_starts_again()
    {
        using var gate = new Gate(12);
        await using var cluster = await Cluster.ConnectAsync(server);
        var worker = await cluster.WorkerAsync(gate.Pass, options => options with { Memory = 0 });
        await cluster.WorkersAsync(1);
        await cluster.FitAsync(meanwhile: async () =>
        {
            await gate.Reached;
            await server.StopAsync();
            await Cluster.UntilAsync(worker, status => !status.IsConnected);
            await cluster.UntilAsync(status => !status.IsConnected);
            await server.StartAsync();
        });
    }

    [SkippableFact]
    public async Task A_worker_of_another_kernel_is_refused_unless_mixing_is_allowed()
    {
        static BlockWorkerOptions Other(BlockWorkerOptions options) => options with { Kernel = new Kernel("X64, 128 bits, not fused", 1) };
        await using (var cluster = await Cluster.ConnectAsync(server, options => options with { Patience = TimeSpan.FromSeconds(1) }))
        {
            var worker = await cluster.WorkerAsync(with: Other);
            await cluster.UntilAsync(status => status is { RefusedWorkers: 1, Workers: 0 });
            var told = await Cluster.UntilAsync(worker, status => status.LastRefusal is not null);
            Assert.Contains("not fused", told.LastRefusal, StringComparison.Ordinal);
            Assert.Contains("AllowMixed", told.LastRefusal, StringComparison.Ordinal);
            var fault = await Assert.ThrowsAsync<TimeoutException>(() => Reference.OnAsync(cluster.Coordinator, 2, CovarianceShape.Full).WaitAsync(Cluster.Limit));
            Assert.Contains("'worker 0'", fault.Message, StringComparison.Ordinal);
        }

        await using var mixed = await Cluster.ConnectAsync(server, options => options with { AllowMixed = true });
        await mixed.WorkerAsync(with: Other);
        await mixed.FitAsync(2);
    }

    [SkippableFact]
    public async Task A_block_that_one_worker_does_not_find_is_done_by_another()
    {
        await using var cluster = await Cluster.ConnectAsync(server);
        await cluster.WorkerAsync((block, _) => throw new FileNotFoundException($"{block} is not mounted here."));
        await cluster.WorkerAsync();
        await cluster.WorkersAsync(2);
        await cluster.FitAsync();
    }

    [SkippableFact]
    public async Task A_block_that_no_worker_finds_ends_the_fit_with_its_name()
    {
        await using var cluster = await Cluster.ConnectAsync(server);
        for (var i = 0; i < 2; i++)
            await cluster.WorkerAsync((block, _) => throw new FileNotFoundException("It is not mounted here."));
        await cluster.WorkersAsync(2);
        var fault = await Assert.ThrowsAsync<BlockException>(() => Reference.OnAsync(cluster.Coordinator, 1, CovarianceShape.Full).WaitAsync(Cluster.Limit));
        Assert.Equal("block-00", fault.Block);
        Assert.Contains("not mounted", fault.Message, StringComparison.Ordinal);
        Assert.Contains("worker", fault.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Two_fits_at_once()
    {
        await using var cluster = await Cluster.ConnectAsync(server);
        await cluster.WorkerAsync();
        await cluster.WorkerAsync();
        await Task.WhenAll(cluster.FitAsync(7), cluster.FitAsync(5, CovarianceShape.Diagonal));
    }

    [SkippableFact]
    public async Task Two_coordinators_share_the_workers()
    {
        await using var cluster = await Cluster.ConnectAsync(server);
        await using var other = await RabbitMqCluster.ConnectAsync(new RabbitMqClusterOptions(cluster.Address) { Cluster = cluster.Name });
        await cluster.WorkerAsync();
        await Task.WhenAll(cluster.FitAsync(7), Task.Run(async () => Assert.Equal(Reference.Local(3, CovarianceShape.Tied), await Reference.OnAsync(other, 3, CovarianceShape.Tied))));
    }

    [SkippableFact]
    public async Task A_wrong_password_is_said_and_not_shown()
    {
        server.Require();
        var address = BrokerAddress.Parse(server.Address.Replace(RabbitMqServer.Secret, "another-s3cret", StringComparison.Ordinal));
        var fault = await Assert.ThrowsAsync<BrokerException>(() => RabbitMqCluster.ConnectAsync(new RabbitMqClusterOptions(address)).WaitAsync(Cluster.Limit));
        Assert.Contains("127.0.0.1", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", fault.ToString(), StringComparison.Ordinal);
    }
}
