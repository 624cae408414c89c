using System.IO.Compression;
using System.Text;

namespace StreamGmm.Files.Tests;

/// <summary>A file that is gone when it is disposed.</summary>
internal sealed class TemporaryFile : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("streamgmm").FullName;

    public TemporaryFile(string name, ReadOnlySpan<byte> bytes)
    {
        Path = System.IO.Path.Combine(folder, name);
        File.WriteAllBytes(Path, bytes);
    }

    public TemporaryFile(string name, string text)
        : this(name, Encoding.UTF8.GetBytes(text))
    {
    }

    public string Path { get; }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    public static byte[] Gzip(ReadOnlySpan<byte> bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return packed.ToArray();
    }
}
