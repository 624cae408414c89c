using System.CommandLine;
using System.Globalization;

namespace StreamGmm.Cli.Arguments;

/// <summary>The options that say which blocks are fitted, and where.</summary>
internal sealed class BlockArguments
{
    /// <summary>Ten groups: most of what is to be gained, and some blocks for each of a few workers.</summary>
    private const double DefaultShare = 0.1;

    private readonly ClusterArguments cluster = new("Fit on the workers of a cluster (see streamgmm worker --help), with the same result.");
    private readonly Option<string?> root = Parsed.Name("--root", "DIR", "The folder that DATA is below of, as --root of the workers is where they are. [default: the current one]");
    private readonly Option<int?> rows = Parsed.Whole("--block-rows", "N", "The most rows of a block, for which .npy files are cut. The result depends on it by rounding alone. [default: so that a block has about a million numbers]", 1);
    private readonly Option<bool> allowMixed = new("--allow-mixed") { Description = "Take workers too that round differently, as they have other processors: the result is then not the same to the last bit." };
    private readonly Option<int?> patience = Parsed.Whole("--patience", "SECONDS", "How long to wait for a worker before the fit fails. [default: 60]", 1);
    private readonly Option<string?> resume = Parsed.Name("--resume", "FILE", "Keep in this file what the fit asks of its blocks, and go on from there where it has something of the same fit: after Ctrl-C, a kill or a crash run the same command again.");

    private readonly Option<double?> share = new("--incremental")
    {
        HelpName = "SHARE",
        Arity = ArgumentArity.ZeroOrOne,
        Description = "Incremental EM: the mixture moves whenever this share of the blocks is done, not after all. Fewer passes where a fit ends after a few, no acceleration. [default without a number: 0.1]",
        CustomParser = result =>
        {
            if (result.Tokens.Count == 0)
                return DefaultShare;
            if (double.TryParse(result.Tokens[0].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value is > 0 and <= 1)
                return value;
            result.AddError($"--incremental is '{result.Tokens[0].Value}': a share of the blocks above 0 and up to 1 was expected, as in 0.1, or no number. Put it last where it has none.");
            return null;
        },
    };

    public IEnumerable<Option> All => [.. cluster.All, root, allowMixed, patience, rows, resume, share];

    /// <summary>What is asked for; null where the samples are fitted in memory.</summary>
    public WantedBlocks? Read(ParseResult result, string data)
    {
        var place = cluster.Read(result);
        var wanted = new WantedBlocks(data, Reason(result, data) ?? "")
        {
            Root = result.GetValue(root),
            Rows = result.GetValue(rows),
            Cluster = place,
            AllowMixed = result.GetValue(allowMixed),
            Patience = result.GetValue(patience) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Resume = result.GetValue(resume),
            Share = result.GetResult(share) is null ? null : result.GetValue(share) ?? DefaultShare,
        };
        if (place is null && (wanted.AllowMixed || wanted.Patience is not null))
            throw new UsageException($"{(wanted.AllowMixed ? allowMixed.Name : patience.Name)} is given and --cluster is not: it says which workers to take. Say --cluster too, or leave it out.");
        if (wanted.Reason.Length == 0)
            return null;
        return data == "-"
            ? throw new UsageException($"{wanted.Reason} is given and DATA is standard input, which can be read only once: blocks are read in every pass. Save the data to a file first, and name it.")
            : wanted;
    }

    /// <summary>True for a name with wildcards that is not that of a file.</summary>
    private static bool IsPattern(string data) => data.AsSpan().ContainsAny('*', '?') && !File.Exists(data);

    private string? Reason(ParseResult result, string data) => IsPattern(data)
        ? "a pattern of files"
        : ((Option[])[.. cluster.All, resume, share, rows, root]).FirstOrDefault(option => result.GetResult(option) is { Implicit: false })?.Name;
}
