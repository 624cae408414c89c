using System.IO.Compression;
using StreamGmm.Cli.Input;

namespace StreamGmm.Cli.Reports;

/// <summary>A file given to <c>report</c>, recognised by what it holds: JSON is told by its first character, anything else is data.</summary>
internal static class InputFile
{
    private const string Expected = "a mixture, what fit, select or follow printed, or data";

    public static ReportInput Read(string path, Shell shell)
    {
        var name = path == "-" ? "standard input" : path;
        return Opened.Read(name, Expected, () =>
        {
            var isReadOnce = path == "-" || (File.Exists(path) && AtomicFile.IsSpecial(path));
            var (stream, first) = Rewound.Of(Open(path, shell));
            if (first is '{' or '[')
            {
                using (stream)
                    return JsonInput.Read(stream, name, shell.Cancelled);
            }

            if (isReadOnce)
                return new ReportInput.Data(new DataSource(path, shell, stream));
            stream.Dispose();
            return new ReportInput.Data(new DataSource(path, shell));
        });
    }

    private static Stream Open(string path, Shell shell) =>
        path == "-" ? shell.Input
        : path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(File.OpenRead(path), CompressionMode.Decompress)
        : File.OpenRead(path);
}
