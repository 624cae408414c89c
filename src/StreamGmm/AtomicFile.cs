using System.Runtime.InteropServices;
using System.Text;

namespace StreamGmm;

/// <summary>Replaces a file as a whole: written beside it, flushed to the disk, then renamed over it. A link is followed; who may read and write it stays as it was.</summary>
/// <remarks>A kill leaves at most a file <c>.NAME.RANDOM.tmp</c> beside it. A device, a pipe or a directory is never replaced.</remarks>
internal static class AtomicFile
{
    /// <summary>After a failure or a kill at any moment, <paramref name="path"/> is the old file or the new one, never a part.</summary>
    /// <exception cref="IOException">The place cannot be written; the message names it.</exception>
    public static void Write(string path, Action<Stream> write) => Beside(path, (stream, temporary, target) =>
    {
        if (!OperatingSystem.IsWindows() && File.Exists(target))
            File.SetUnixFileMode(stream.SafeFileHandle, File.GetUnixFileMode(target));
        write(stream);
        stream.Flush(flushToDisk: true);
        stream.Dispose();
        File.Move(temporary, target, overwrite: true);
    });

    /// <summary>Refuses a place that cannot be written, by trying; an old file there is not touched.</summary>
    /// <exception cref="IOException">The message names the place and the reason.</exception>
    public static void RequireWritable(string path) => Beside(path, (_, _, _) => { });

    /// <summary>Opens a new file beside the target for some work, and leaves none of it behind.</summary>
    private static void Beside(string path, Action<FileStream, string, string> work)
    {
        var target = Target(path);
        var temporary = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}.tmp");
        try
        {
            using var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            work(stream, temporary, target);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"'{path}' cannot be written: {e.Message.Replace(temporary, target, StringComparison.Ordinal)}", e);
        }
        finally
        {
            if (File.Exists(temporary))
                File.Delete(temporary);
        }
    }

    /// <summary>The file itself, at the end of links.</summary>
    private static string Target(string path)
    {
        var file = new FileInfo(path);
        var target = file.LinkTarget is null ? file.FullName : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        return Directory.Exists(target) || (File.Exists(target) && IsSpecial(target))
            ? throw new IOException($"'{path}' is a directory, a device or a pipe: a file was expected, or a name that is not taken.")
            : target;
    }

    /// <summary>What exists is no regular file; told on Linux only, where .NET asked for its attributes calls a device normal.</summary>
    internal static bool IsSpecial(string path)
    {
        const int CurrentDirectory = -100, AskForType = 1, ModeOffset = 28, TypeMask = 0xF000, Regular = 0x8000;
        if (!OperatingSystem.IsLinux())
            return false;
        var status = new byte[256];
        try
        {
            return Statx(CurrentDirectory, [.. Encoding.UTF8.GetBytes(path), 0], 0, AskForType, status) == 0
                && (BitConverter.ToUInt16(status, ModeOffset) & TypeMask) != Regular;
        }
        catch (TypeLoadException)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int directory, byte[] path, int flags, uint mask, byte[] status);
}
