// A stream is followed by a mixture, and a page shows it live: points, ellipses, the score, the memory, drift alarms.
// dotnet run -c Release --project samples/LiveDashboard -- --help tells the options.
using LiveDashboard;
using LiveDashboard.Sources;

if (args is ["--help" or "-h" or "-?"])
{
    Console.WriteLine(CommandLine.Usage);
    return 0;
}

try
{
    var wanted = CommandLine.Parse(args);
    var source = Open(wanted);
    await using var app = Dashboard.Build([.. args, .. Address.Of(args)], source, wanted.Settings);
    await app.StartAsync();
    Console.WriteLine($"Following {source.Name}. Look at {string.Join(" or ", app.Urls)}; Ctrl-C ends it.");
    await app.WaitForShutdownAsync();
    return 0;
}
catch (FormatException e)
{
    Console.Error.WriteLine($"{e.Message}\n\n{CommandLine.Usage}");
    return 2;
}
catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException or ArgumentException)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}

static ISource Open(CommandLine wanted)
{
    if (wanted.Source is null)
        return new DriftingSource(seed: wanted.Settings.Seed);
    if (wanted.Source != "-")
        return FileSource.Open(wanted.Source, Console.Error);
    Console.Error.WriteLine("Waiting for the first row on standard input.");
    return FileSource.Open(Console.OpenStandardInput(), Console.Error);
}
