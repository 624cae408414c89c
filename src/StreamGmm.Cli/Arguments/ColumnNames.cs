namespace StreamGmm.Cli.Arguments;

/// <summary>The columns asked for, in order. A list by itself would be empty, not null, where the option is not given.</summary>
internal sealed record ColumnNames(IReadOnlyList<string> All);
