namespace StreamGmm.BrowserTests;

/// <summary>The system's Chromium: where it is and how it is started.</summary>
internal static class Chromium
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    /// <summary>What a test without a browser is skipped with.</summary>
    public const string Missing = "No Chromium was found on PATH (chromium, chromium-browser, google-chrome). Install it (Debian: apt-get install chromium fonts-dejavu-core) or name it in the environment variable CHROMIUM.";

    /// <summary>Nothing but the pages under test: no GPU, no talk of its own, no name that resolves.</summary>
    public static IReadOnlyList<string> Flags { get; } =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
    ];

    /// <summary>The program named by the environment variable CHROMIUM, else the first one on PATH; null where there is none.</summary>
    public static string? Find()
    {
        if (Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } named)
        {
            return File.Exists(named)
                ? named
                : throw new FileNotFoundException($"The environment variable CHROMIUM names '{named}', which is not a file. Name the program or leave the variable out.");
        }

        var directories = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return Names.SelectMany(name => directories.Select(directory => Path.Combine(directory, name))).FirstOrDefault(File.Exists);
    }

    /// <summary>Whether a missing browser is a failure: STREAMGMM_REQUIRE_BROWSER=1.</summary>
    public static bool IsRequired => Environment.GetEnvironmentVariable("STREAMGMM_REQUIRE_BROWSER") == "1";
}
