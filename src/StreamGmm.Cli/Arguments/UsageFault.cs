using System.CommandLine;
using System.CommandLine.Parsing;
using StreamGmm.Cli.Commands;

namespace StreamGmm.Cli.Arguments;

/// <summary>What is wrong with a command line: of several faults the one to mend first, and where to read on.</summary>
internal static class UsageFault
{
    public static string Of(ParseResult result)
    {
        var command = result.CommandResult.Command;
        var isRoot = command is RootCommand;
        var fault = result.Errors.FirstOrDefault(error => error.SymbolResult is ArgumentResult)?.Message
            ?? (result.UnmatchedTokens.Count > 0 ? Unmatched(result.UnmatchedTokens[0], isRoot) : null)
            ?? (isRoot ? $"No command is given: one of {Commands(command)} was expected." : result.Errors[0].Message);
        return $"{fault} See streamgmm {(isRoot ? "" : $"{command.Name} ")}--help.";

        string Unmatched(string token, bool atRoot) =>
            atRoot ? $"'{token}' is no command: one of {Commands(command)} was expected."
            : token.StartsWith('-') ? $"'{token}' is no option of {command.Name}."
            : command.Arguments.Count == 0 ? $"'{token}' is one argument too many: options were expected."
            : $"'{token}' is one argument too many: {string.Join(" and ", command.Arguments.Select(argument => argument.Name))} was expected, then options.{(command is FitCommand ? " A pattern of files is put in quotes, as 'data/*.csv'." : "")}";
    }

    private static string Commands(Command root) => string.Join(", ", root.Subcommands.Select(command => command.Name));
}
