namespace StreamGmm.Tests;

public sealed class SaveStateTests : IDisposable
{
    private static readonly OnlineOptions Options = new(3) { Shape = CovarianceShape.Spherical };

    private readonly string folder = Directory.CreateTempSubdirectory("streamgmm").FullName;

    private string File => Path.Combine(folder, "state.json");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(0)]
    [InlineData(300)]
    [InlineData(2000)]
    public void A_saved_state_is_loaded_equal_and_goes_on_alike(int rows)
    {
        var state = After(rows);
        Gmm.SaveState(state, File);
        var loaded = Gmm.LoadState(File);
        Assert.Equal(state, loaded);
        Assert.Equal([File], Directory.GetFiles(folder));

        var next = new Batch(Some.Samples(700, seed: 2));
        Assert.Equal(OnlineEm.Next(state, next, Options), OnlineEm.Next(loaded, next, Options));
    }

    [Fact]
    public void A_state_that_cannot_be_saved_leaves_the_old_file()
    {
        Gmm.SaveState(After(700), File);
        Assert.Throws<IOException>(() => AtomicFile.Write(File, stream =>
        {
            new SavedState(After(2000)).Write(stream);
            throw new IOException("No space left on device");
        }));
        Assert.Equal(After(700), Gmm.LoadState(File));
        Assert.Equal([File], Directory.GetFiles(folder));
        Assert.StartsWith($"'{folder}' is a directory", Assert.Throws<IOException>(() => Gmm.SaveState(After(0), folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_holds_no_state_is_named()
    {
        Gmm.Save(Some.Mixture, File);
        var fault = Assert.Throws<InvalidDataException>(() => Gmm.LoadState(File)).Message;
        Assert.StartsWith($"'{File}': The format is 'streamgmm.mixture', a mixture", fault, StringComparison.Ordinal);

        Gmm.SaveState(After(2000), File);
        fault = Assert.Throws<InvalidDataException>(() => Gmm.Load(File)).Message;
        Assert.StartsWith($"'{File}': The format is 'streamgmm.state', a stream's state", fault, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => Gmm.LoadState(Path.Combine(folder, "none")));
    }

    private static OnlineState After(int rows) => rows == 0
        ? OnlineEm.Start(Options)
        : OnlineEm.Next(OnlineEm.Start(Options), new Batch(Some.Samples(rows)), Options);
}
