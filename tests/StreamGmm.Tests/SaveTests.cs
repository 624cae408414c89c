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
        Assert.Equal($"'{File}' cannot be written: No space left on device", failure.Message);
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
        Assert.Throws<IOException>(() => Gmm.Save(Some.Mixture, Path.Combine(folder, "none", "model.json")));
        Assert.Throws<FileNotFoundException>(() => Gmm.Load(File));
    }

    [Fact]
    public void A_file_that_holds_no_mixture_is_named()
    {
        System.IO.File.WriteAllText(File, "{");
        Assert.StartsWith($"'{File}': ", Assert.Throws<InvalidDataException>(() => Gmm.Load(File)).Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_link_is_followed()
    {
        Skip.If(OperatingSystem.IsWindows(), "Links ask for a right of their own.");
        var (first, second) = (Path.Combine(folder, "first"), Path.Combine(folder, "second"));
        System.IO.File.CreateSymbolicLink(first, "second");
        System.IO.File.CreateSymbolicLink(second, "model.json");

        Gmm.Save(Some.Mixture, first);
        Gmm.Save(Some.Mixture, first);
        Assert.Equal(Some.Mixture, Gmm.Load(File));
        Assert.Equal("second", new FileInfo(first).LinkTarget);
        Assert.Equal([first, File, second], Directory.GetFiles(folder).Order(StringComparer.Ordinal));
    }

    [SkippableFact]
    public void Who_may_read_and_write_stays_as_it_was()
    {
        Skip.If(OperatingSystem.IsWindows(), "There are no modes.");
        if (OperatingSystem.IsWindows())
            return;
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupWrite;
        Gmm.Save(Some.Mixture, File);
        System.IO.File.SetUnixFileMode(File, Mode);

        Gmm.Save(Some.Mixture, File);
        Assert.Equal(Mode, System.IO.File.GetUnixFileMode(File));
    }

    [SkippableFact]
    public void A_pipe_is_not_replaced()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Other systems do not tell.");
        using (var make = System.Diagnostics.Process.Start("mkfifo", [File]))
            make.WaitForExit();
        var link = Path.Combine(folder, "link");
        System.IO.File.CreateSymbolicLink(link, File);

        foreach (var path in (string[])[File, link, folder])
        {
            Assert.Contains($"'{path}' is a directory, a device or a pipe", Assert.Throws<IOException>(() => Gmm.Save(Some.Mixture, path)).Message, StringComparison.Ordinal);
            Assert.Throws<IOException>(() => AtomicFile.RequireWritable(path));
        }

        Assert.Equal([link, File], Directory.GetFiles(folder).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void To_ask_whether_a_place_can_be_written_changes_nothing()
    {
        AtomicFile.RequireWritable(File);
        Assert.Empty(Directory.GetFiles(folder));
        System.IO.File.WriteAllText(File, "old");
        AtomicFile.RequireWritable(File);
        Assert.Equal("old", System.IO.File.ReadAllText(File));
        Assert.Equal([File], Directory.GetFiles(folder));
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
