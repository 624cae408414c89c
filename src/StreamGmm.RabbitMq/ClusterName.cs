namespace StreamGmm;

/// <summary>What a cluster may be called.</summary>
internal static class ClusterName
{
    public const string Default = "streamgmm";

    /// <summary>Leaves room for the rest of the name of a queue, 255 at most.</summary>
    private const int Longest = 100;

    public static string Checked(string name, string parameter) =>
        name is { Length: > 0 and <= Longest } && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') && !name.StartsWith("amq.", StringComparison.Ordinal)
            ? name
            : throw new ArgumentException($"The name of a cluster has up to {Longest} letters, digits, '-', '_' and '.', and does not begin with 'amq.'.", parameter);
}
