namespace StreamGmm.Tests;

public sealed class SaveTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("streamgmm").FullName;

    private string File => Path.Combine(folder, "model.json");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_saved_mixture_is_loaded_equal()
    {
        Gmm.Save(Some.Mixture, File);
        Assert.Equal(Some.Mixture, Gmm.Load(File));
        Assert.Equal([File], Directory.GetFiles(folder));
    }

    [Fact]
    public void A_failure_while_writing_leaves_the_old_file_whole_and_nothing_beside_it()
    {
        Gmm.Save(Some.Mixture, File);
        var failure = Assert.Throws<IOException>(() => AtomicFile.Write(File, stream =>
        {
            stream.WriteByte(1);
            throw new IOException("No space left on device");
        }));
        Assert.Equal("No space left on device", failure.Message);
        Assert.Equal(Some.Mixture, Gmm.Load(File));
        Assert.Equal([File], Directory.GetFiles(folder));
    }

    [Fact]
    public void Readers_see_the_old_file_until_the_new_one_is_whole()
    {
        Gmm.Save(Some.Mixture, File);
        AtomicFile.Write(File, stream =>
        {
            stream.WriteByte((byte)'{');
            stream.Flush();
            Assert.Equal(Some.Mixture, Gmm.Load(File));
            stream.WriteByte((byte)'}');
        });
        Assert.Equal("{}", System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_an_error()
    {
        Assert.Throws<DirectoryNotFoundException>(() => Gmm.Save(Some.Mixture, Path.Combine(folder, "none", "model.json")));
        Assert.Throws<FileNotFoundException>(() => Gmm.Load(File));
    }

    [Fact]
    public void A_file_that_holds_no_mixture_is_named()
    {
        System.IO.File.WriteAllText(File, "{");
        Assert.StartsWith($"'{File}': ", Assert.Throws<InvalidDataException>(() => Gmm.Load(File)).Message, StringComparison.Ordinal);
    }

    /// <summary>/dev/full is a disk that is always full, also where the tests run as root.</summary>
    [SkippableFact]
    public void A_full_disk_is_an_error_of_the_stream()
    {
        Skip.IfNot(System.IO.File.Exists("/dev/full"), "This system has no /dev/full.");
        using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.None, bufferSize: 0);
        Assert.Throws<IOException>(() => new SavedMixture(Some.Mixture, null).Write(full));
    }
}
