using System.Globalization;
using System.Security.Authentication;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace StreamGmm;

/// <summary>The way to a broker: its nodes one after another, until one can be used.</summary>
internal static class Connecting
{
    /// <summary>Connects, and does what has to be done first.</summary>
    /// <param name="address">The nodes.</param>
    /// <param name="name">What the connection is called at the broker.</param>
    /// <param name="begin">What is done first; where it fails the next node is tried.</param>
    /// <param name="cancellationToken">Ends the try.</param>
    /// <exception cref="BrokerException">No node can be used.</exception>
    public static async Task<T> OpenAsync<T>(BrokerAddress address, string name, Func<IConnection, CancellationToken, Task<T>> begin, CancellationToken cancellationToken)
    {
        var faults = new List<(BrokerHost Host, string Reason, Exception Fault)>();
        foreach (var host in address.Hosts)
        {
            var check = new CertificateCheck();
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(address.LongestTry);
            IConnection? connection = null;
            try
            {
                connection = await address.ToFactory(name, host, check).CreateConnectionAsync(limit.Token).ConfigureAwait(false);
                return await begin(connection, limit.Token).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // Whatever a node is not used for, the next may be, and who asked is told.
            catch (Exception e)
#pragma warning restore CA1031
            {
                if (connection is not null)
                    await Task.WhenAny(connection.AbortAsync(Link.Farewell), Task.Delay(Link.Farewell, CancellationToken.None)).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
                faults.Add((host, limit.IsCancellationRequested ? string.Create(CultureInfo.InvariantCulture, $"it does not answer within {address.LongestTry.TotalSeconds} seconds") : Reason(e, address, check), e));
            }
        }

        throw faults.Count == 1
            ? new BrokerException($"The broker at {address} cannot be used: {faults[0].Reason}.", faults[0].Fault)
            : new BrokerException($"No node of the broker at {address} can be used: {string.Join("; ", faults.Select(fault => $"{fault.Host}: {fault.Reason}"))}.", new AggregateException(faults.Select(fault => fault.Fault)));
    }

    /// <summary>What is wrong, and what to try: hosts and causes, never passwords.</summary>
    private static string Reason(Exception fault, BrokerAddress address, CertificateCheck check)
    {
        if (check.Refusal is { } refusal)
            return refusal;
        var cause = fault;
        while (cause.InnerException is { } inner)
            cause = inner;
        var said = Said(cause);
        for (var e = fault; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case AuthenticationFailureException or PossibleAuthenticationFailureException:
                    return $"it does not let this user in ({said}): look at the name, the password and the permissions";
                case OperationInterruptedException:
                    return $"it refuses ({said}): look at the virtual host and the permissions of this user";
                case BrokerUnreachableException:
                    break;
                case AuthenticationException or IOException when address.IsSecure:
                    return $"it does not speak TLS there ({said}): look at the port, mostly 5671 with TLS; 5672 is without, for amqp://";
                case ProtocolException or IOException:
                    return $"it does not speak AMQP 0-9-1 there ({said}): look at the port, mostly 5672, and whether it is one for TLS: that takes amqps://";
            }
        }

        return $"{said}: look whether it runs, and at the name and the port";
    }

    /// <summary>What the broker said, or the client.</summary>
    public static string Said(Exception e) => (e is OperationInterruptedException { ShutdownReason.ReplyText: { Length: > 0 } text } ? text : e.Message).TrimEnd('.', ' ');
}
