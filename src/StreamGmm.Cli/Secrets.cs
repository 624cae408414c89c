using System.Text.RegularExpressions;

namespace StreamGmm.Cli;

/// <summary>Users and passwords in addresses of brokers, which are said nowhere: an address may stand where another argument was meant.</summary>
internal static partial class Secrets
{
    /// <summary>A text without them.</summary>
    public static string Hide(string text) => text.Contains("amqp", StringComparison.OrdinalIgnoreCase) ? Users().Replace(text, "$1…@") : text;

    [GeneratedRegex("""(amqps?://)[^\s'"]*@""", RegexOptions.IgnoreCase)]
    private static partial Regex Users();
}
