using System.CommandLine;
using System.Globalization;
using StreamGmm.Cli.Arguments;
using StreamGmm.Cli.Clusters;

namespace StreamGmm.Cli.Commands;

/// <summary><c>worker</c>: computes blocks for the fits of a cluster until it is told to end.</summary>
internal sealed class WorkerCommand : Command
{
    private static readonly Dictionary<char, long> Units = new() { ['K'] = 1L << 10, ['M'] = 1L << 20, ['G'] = 1L << 30, ['T'] = 1L << 40 };

    private readonly Shell shell;
    private readonly ClusterArguments cluster = new("The cluster to work for; required, here or in the environment.");
    private readonly Option<string?> root = Parsed.Name("--root", "DIR", "The folder that the files of all fits are below of, as --root of fit is where a fit is started; nothing outside of it is opened. [default: the current one]");

    private readonly Option<long?> memory = Parsed.Option(
        "--memory",
        "SIZE",
        "The memory for blocks that are kept for the next pass, as 512M or 8G; one block is there anyhow. [default: 1G]",
        "a number of bytes was expected, as 512M, 8G or 1.5T",
        (string text, out long value) => TrySize(text, out value));

    private readonly Option<string?> name = Parsed.Name("--name", "NAME", "What the worker is called in messages. [default: the machine and the number of the process]");
    private readonly Option<int?> threads = Parsed.Whole("--threads", "N", "The most threads; the results are the same for any number. Of several workers on a machine give each its share. [default: 0, all cores]", 0);
    private readonly Option<bool> quiet = new("--quiet") { Description = "No notes; errors stay." };

    public WorkerCommand(Shell shell)
        : base("worker", "Compute blocks for the fits of a cluster, until Ctrl-C or SIGTERM. Any number of workers may come and go while fits run. A worker needs the broker, and the files.")
    {
        this.shell = shell;
        foreach (var option in (Option[])[.. cluster.All, root, memory, name, threads, quiet])
            Add(option);
        SetAction(Run);
    }

    private int Run(ParseResult arguments)
    {
        var (place, threadCount) = (cluster.Required(arguments), arguments.GetValue(threads) ?? 0);
        new WorkerRun(shell, place, arguments.GetValue(root) ?? ".", arguments.GetValue(quiet))
        {
            Memory = arguments.GetValue(memory),
            Name = arguments.GetValue(name),
            Threads = threadCount,
        }.Run();
        return Program.Done;
    }

    private static bool TrySize(string text, out long value)
    {
        value = 0;
        var digits = text.TrimEnd('B', 'b').TrimEnd('i');
        var unit = digits.Length > 0 && Units.TryGetValue(char.ToUpperInvariant(digits[^1]), out var factor) ? factor : 1;
        if (!double.TryParse(unit == 1 ? digits : digits[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || !(number * unit < 1L << 60))
            return false;
        value = (long)(number * unit);
        return true;
    }
}
