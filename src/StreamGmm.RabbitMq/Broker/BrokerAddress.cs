using System.Globalization;
using System.Net.Security;
using RabbitMQ.Client;

namespace StreamGmm;

/// <summary>Where a RabbitMQ broker is and who asks. It is never shown with its password.</summary>
/// <remarks>
/// Of <c>amqp://user:password@host:port/virtual-host</c>; <c>amqps</c> for TLS. Where the address names no user, STREAMGMM_AMQP_USER and STREAMGMM_AMQP_PASSWORD of the environment do, and without them it is RabbitMQ's guest.
/// A broker of several nodes: <c>amqp://user:password@host1:port,host2:port,host3:port/virtual-host</c>. They are tried in turn, from the first, whenever a connection is made; whoever shall prefer another node writes it first.
/// With TLS the certificate must be of the host as it is written, and of an authority that this system trusts. A private one is made known to the system, or on Linux to a process by SSL_CERT_FILE (its certificate as PEM) or SSL_CERT_DIR in the environment.
/// </remarks>
public sealed class BrokerAddress
{
    /// <summary>A user in the environment.</summary>
    public const string UserVariable = "STREAMGMM_AMQP_USER";

    /// <summary>The password of that user.</summary>
    public const string PasswordVariable = "STREAMGMM_AMQP_PASSWORD";

    /// <summary>A broker that says nothing for twice this time is lost: a partition of the network is seen within 15 seconds.</summary>
    private static readonly TimeSpan UsualHeartbeat = TimeSpan.FromSeconds(5);

    private readonly bool isSecure;
    private readonly (string? Name, string Password) user;
    private readonly string path;
    private readonly TimeSpan heartbeat;

    private BrokerAddress(bool isSecure, (string? Name, string Password) user, IReadOnlyList<BrokerHost> hosts, string path, TimeSpan heartbeat) =>
        (this.isSecure, this.user, Hosts, this.path, this.heartbeat) = (isSecure, user, hosts, path, heartbeat);

    /// <summary>The nodes, one at least, in the order they are tried.</summary>
    internal IReadOnlyList<BrokerHost> Hosts { get; }

    /// <summary>A node that takes a connection and then says nothing for so long is left for the next.</summary>
    internal TimeSpan LongestTry => 3 * heartbeat;

    /// <summary>Whether TLS is asked for.</summary>
    internal bool IsSecure => isSecure;

    /// <summary>An address that was written.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static BrokerAddress Parse(string address) => Parse(address, UsualHeartbeat);

    /// <summary>An address, and how long the broker may say nothing.</summary>
    internal static BrokerAddress Parse(string address, TimeSpan heartbeat)
    {
        ArgumentNullException.ThrowIfNull(address);
        var isSecure = address.StartsWith("amqps://", StringComparison.OrdinalIgnoreCase);
        if (!isSecure && !address.StartsWith("amqp://", StringComparison.OrdinalIgnoreCase))
            throw Malformed("does not begin with amqp:// or amqps://");
        var rest = address[(isSecure ? "amqps://" : "amqp://").Length..];

        // What is written behind the hosts is shown: no part of a password may come to stand there.
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var (authority, path) = slash < 0 ? (rest, "/") : (rest[..slash], rest[slash..]);
        if (path.AsSpan(1).ContainsAny("/@?#") || authority.AsSpan().ContainsAny("?#"))
            throw Malformed("has a '/', '@', '?' or '#' where none can be: in a password or virtual host they are written %2F, %40, %3F and %23");
        var at = authority.LastIndexOf('@');
        var hosts = authority[(at + 1)..].Split(',');
        return new BrokerAddress(isSecure, at < 0 ? default : User(authority[..at]), [.. hosts.Select(host => BrokerHost.Parse(host, isSecure) ?? throw Malformed("has no host, or one that is none"))], path, heartbeat);
    }

    /// <summary>The address without user and password.</summary>
    public override string ToString() => $"{(isSecure ? "amqps" : "amqp")}://{string.Join(',', Hosts)}{path}";

    /// <summary>A connection to any of the nodes. One that is lost stays lost: whoever holds it opens another and begins anew.</summary>
    /// <exception cref="BrokerException">None can be reached, or lets us in.</exception>
    internal Task<IConnection> ConnectAsync(string name, CancellationToken cancellationToken) =>
        Connecting.OpenAsync(this, name, (connection, _) => Task.FromResult(connection), cancellationToken);

    /// <summary>Connections to a node.</summary>
    internal ConnectionFactory ToFactory(string name, BrokerHost host, CertificateCheck check)
    {
        var factory = new ConnectionFactory
        {
            Endpoint = new AmqpTcpEndpoint(host.Name, host.Port, Security(host, check), Frame.LargestMessage),
            VirtualHost = path.Length > 1 ? Uri.UnescapeDataString(path[1..]) : "/",
            ClientProvidedName = name,
            AutomaticRecoveryEnabled = false,
            TopologyRecoveryEnabled = false,
            RequestedHeartbeat = heartbeat,
            MaxInboundMessageBodySize = Frame.LargestMessage,
        };
        if (user.Name is not null)
            (factory.UserName, factory.Password) = (user.Name, user.Password);
        else if (Environment.GetEnvironmentVariable(UserVariable) is { Length: > 0 } known)
            (factory.UserName, factory.Password) = (known, Environment.GetEnvironmentVariable(PasswordVariable) ?? "");
        return factory;
    }

    private static (string, string) User(string info) =>
        info.IndexOf(':', StringComparison.Ordinal) is var colon && colon < 0 ? (Uri.UnescapeDataString(info), "") : (Uri.UnescapeDataString(info[..colon]), Uri.UnescapeDataString(info[(colon + 1)..]));

    private static FormatException Malformed(string what) =>
        new(string.Create(CultureInfo.InvariantCulture, $"The address of the broker {what}. It is of the form amqp://user:password@host:port/virtual-host, or amqps:// for TLS; several hosts are separated by commas. It is not repeated here, as it may hold a password."));

    private SslOption Security(BrokerHost host, CertificateCheck check) => new()
    {
        Enabled = isSecure,
        ServerName = host.Name,
        AcceptablePolicyErrors = SslPolicyErrors.None,
        CertificateValidationCallback = check.Accepts,
    };
}
