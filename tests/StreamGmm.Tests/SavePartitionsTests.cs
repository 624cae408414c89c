namespace StreamGmm.Tests;

public sealed class SavePartitionsTests : IDisposable
{
    private static readonly OnlineOptions Options = new(3) { Shape = CovarianceShape.Spherical };

    private readonly string folder = Directory.CreateTempSubdirectory("streamgmm").FullName;

    private string File => Path.Combine(folder, "state.json");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_saved_state_is_loaded_equal_and_goes_on_alike()
    {
        var state = PartitionedEm.Start(Options);
        for (var b = 0; b < 6; b++)
        {
            state = PartitionedEm.Next(state, $"queue {b % 2}", new Batch(Some.Samples(200, seed: b)), Options);
            Gmm.SavePartitions(state, File, ["x", "y"]);
            var loaded = Gmm.LoadPartitions(File);
            Assert.Equal(state, loaded);
            var next = new Batch(Some.Samples(300, seed: 10 + b));
            Assert.Equal(PartitionedEm.Merge(PartitionedEm.Next(state, "other", next, Options), Options), PartitionedEm.Merge(PartitionedEm.Next(loaded, "other", next, Options), Options));
        }

        Assert.NotNull(state.Merged.Mixture);
        Assert.Equal([File], Directory.GetFiles(folder));
    }

    [Fact]
    public void A_file_that_holds_no_such_state_is_named()
    {
        Gmm.SaveState(OnlineEm.Start(Options), File);
        Assert.StartsWith($"'{File}': The format is 'streamgmm.state', the state of one stream", Assert.Throws<InvalidDataException>(() => Gmm.LoadPartitions(File)).Message, StringComparison.Ordinal);
        Gmm.SavePartitions(PartitionedEm.Start(Options), File);
        Assert.StartsWith($"'{File}': The format is 'streamgmm.partitions', the state of a stream in partitions", Assert.Throws<InvalidDataException>(() => Gmm.LoadState(File)).Message, StringComparison.Ordinal);
    }
}
