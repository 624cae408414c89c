using System.Runtime.InteropServices;

namespace StreamGmm.Cli;

/// <summary>Standard output where it is a pipe. .NET writes to one whose reader is gone without a word, for ever if the input has no end.</summary>
internal static class OutputPipe
{
    private const int StandardOutput = 1;
    private const short Error = 8;

    /// <summary>True where whoever read standard output has gone; false too where the system does not tell.</summary>
    public static bool HasNoReader()
    {
        if (OperatingSystem.IsWindows())
            return false;
        var asked = new PollFd { Descriptor = StandardOutput };
        try
        {
            return Poll(ref asked, 1, 0) > 0 && (asked.Returned & Error) != 0;
        }
        catch (TypeLoadException)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "poll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Poll(ref PollFd descriptors, nuint count, int timeout);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollFd
    {
        public int Descriptor;
        public short Requested;
        public short Returned;
    }
}
