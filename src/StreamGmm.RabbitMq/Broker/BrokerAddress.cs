using System.Net.Security;
using RabbitMQ.Client;

namespace StreamGmm;

/// <summary>Where a RabbitMQ broker is and who asks. It is never shown with its password.</summary>
/// <remarks>Of <c>amqp://user:password@host:port/virtual-host</c>; <c>amqps</c> for TLS. Where the address names no user, STREAMGMM_AMQP_USER and STREAMGMM_AMQP_PASSWORD of the environment do, and without them it is RabbitMQ's guest.</remarks>
public sealed class BrokerAddress
{
    /// <summary>A user in the environment.</summary>
    public const string UserVariable = "STREAMGMM_AMQP_USER";

    /// <summary>The password of that user.</summary>
    public const string PasswordVariable = "STREAMGMM_AMQP_PASSWORD";

    /// <summary>A broker that says nothing for twice this time is lost: a partition of the network is seen within 10 seconds.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(5);

    private readonly Uri uri;

    private BrokerAddress(Uri uri) => this.uri = uri;

    /// <summary>An address that was written.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static BrokerAddress Parse(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri is { Scheme: "amqp" or "amqps", Host.Length: > 0 }
            ? new BrokerAddress(uri)
            : throw new FormatException("The address of the broker is not of the form amqp://user:password@host:port/virtual-host, or amqps:// for TLS. It is not repeated here, as it may hold a password.");
    }

    /// <summary>The address without user and password.</summary>
    public override string ToString() => $"{uri.Scheme}://{uri.Host}{(uri.IsDefaultPort ? "" : FormattableString.Invariant($":{uri.Port}"))}{uri.AbsolutePath}";

    /// <summary>Connections there. One that is lost stays lost: whoever holds it opens another and begins anew.</summary>
    internal ConnectionFactory ToFactory(string name)
    {
        var factory = new ConnectionFactory
        {
            Uri = uri,
            ClientProvidedName = name,
            AutomaticRecoveryEnabled = false,
            TopologyRecoveryEnabled = false,
            RequestedHeartbeat = Heartbeat,
            MaxInboundMessageBodySize = Frame.LargestMessage,
        };

        // The client takes certificates of other hosts where TLS is asked for by an address; we do not.
        (factory.Ssl.ServerName, factory.Ssl.AcceptablePolicyErrors) = (uri.Host, SslPolicyErrors.None);
        if (uri.UserInfo.Length == 0 && Environment.GetEnvironmentVariable(UserVariable) is { Length: > 0 } user)
            (factory.UserName, factory.Password) = (user, Environment.GetEnvironmentVariable(PasswordVariable) ?? "");
        return factory;
    }
}
