namespace StreamGmm;

/// <summary>A node of a broker.</summary>
/// <param name="Name">The name of the machine, or its address.</param>
/// <param name="Port">Where it listens.</param>
/// <param name="Written">As it stood in the address.</param>
internal sealed record BrokerHost(string Name, int Port, string Written)
{
    private const int PlainPort = 5672;

    private const int SecurePort = 5671;

    /// <summary>A node as it is written; null where that is none.</summary>
    public static BrokerHost? Parse(string host, bool isSecure) =>
        Uri.TryCreate($"amqp://{host}/", UriKind.Absolute, out var uri) && uri is { Host.Length: > 0, UserInfo: "", AbsolutePath: "/", Query: "", Fragment: "" } && uri.Port != 0
            ? new BrokerHost(uri.DnsSafeHost, uri.IsDefaultPort ? isSecure ? SecurePort : PlainPort : uri.Port, FormattableString.Invariant($"{uri.Host}{(uri.IsDefaultPort ? "" : $":{uri.Port}")}"))
            : null;

    public override string ToString() => Written;
}
