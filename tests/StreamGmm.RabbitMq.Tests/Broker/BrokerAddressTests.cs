using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using RabbitMQ.Client;

namespace StreamGmm.RabbitMq.Tests.Broker;

public class BrokerAddressTests
{
    [Theory]
    [InlineData("amqp://user:s3cret@host:1234/place", "amqp://host:1234/place")]
    [InlineData("amqps://user:s3cret@host/", "amqps://host/")]
    [InlineData("amqp://host", "amqp://host/")]
    [InlineData("amqp://user:s3cret@one:1,two,[::1]:3/place", "amqp://one:1,two,[::1]:3/place")]
    [InlineData("AMQPS://user:s3:c,r@t@one,two", "amqps://one,two/")]
    public void It_is_shown_without_user_and_password(string address, string shown) => Assert.Equal(shown, BrokerAddress.Parse(address).ToString());

    [Theory]
    [InlineData("http://user:s3cret@host")]
    [InlineData("s3cret")]
    [InlineData("amqp:///s3cret")]
    [InlineData("amqp://user:1/s3cret@host")]
    [InlineData("amqp://user:1#s3cret@host")]
    [InlineData("amqp://user:1?s3cret@host")]
    [InlineData("amqp://user:s3cret@host/place/other")]
    [InlineData("amqp://user:s3cret@one,,two")]
    [InlineData("amqp://user:s3cret@one:x,two")]
    [InlineData("amqp://user:s3cret@ one")]
    [InlineData("amqp://user:s3cret@one:0")]
    [InlineData("")]
    public void What_is_no_address_is_refused_and_not_repeated(string address)
    {
        var fault = Assert.Throws<FormatException>(() => BrokerAddress.Parse(address));
        Assert.DoesNotContain("s3cret", fault.ToString(), StringComparison.Ordinal);
        Assert.Contains("amqp://", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void User_and_password_of_the_address_are_used_and_TLS_where_it_says_so()
    {
        var factory = Factories("amqps://me:s%2Fcret@host/place").Single();
        Assert.Equal(("me", "s/cret", "place", true, 5671), (factory.UserName, factory.Password, factory.VirtualHost, factory.Endpoint.Ssl.Enabled, factory.Endpoint.Port));

        // The certificate must be that of the host.
        Assert.Equal(("host", SslPolicyErrors.None), (factory.Endpoint.Ssl.ServerName, factory.Endpoint.Ssl.AcceptablePolicyErrors));
    }

    [Fact]
    public void Several_nodes_are_tried_in_their_order_each_with_its_own_certificate()
    {
        var factories = Factories("amqps://me:a:b@one:1,two,[::1]:3/a%2Fb");
        Assert.Equal(
            [("one", 1, "one", true), ("two", 5671, "two", true), ("::1", 3, "::1", true)],
            factories.Select(factory => (factory.Endpoint.HostName, factory.Endpoint.Port, factory.Endpoint.Ssl.ServerName, factory.Endpoint.Ssl.Enabled)));
        Assert.All(factories, factory => Assert.Equal(("me", "a:b", "a/b"), (factory.UserName, factory.Password, factory.VirtualHost)));
        Assert.Equal([("one", 5672, false), ("two", 2, false)], Factories("amqp://one,two:2").Select(factory => (factory.Endpoint.HostName, factory.Endpoint.Port, factory.Endpoint.Ssl.Enabled)));
    }

    [Fact]
    public async Task A_node_that_takes_connections_and_says_nothing_is_not_waited_for_long()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var address = $"127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}";
        foreach (var scheme in new[] { "amqp", "amqps" })
        {
            var fault = await Assert.ThrowsAsync<BrokerException>(() => BrokerAddress.Parse($"{scheme}://{address},{address}", TimeSpan.FromSeconds(0.1)).ConnectAsync("test", default).WaitAsync(Cluster.Limit));
            Assert.Equal($"No node of the broker at {scheme}://{address},{address}/ can be used: {address}: it does not answer within 0.3 seconds; {address}: it does not answer within 0.3 seconds.", fault.Message);
        }
    }

    [Fact]
    public void Where_the_address_names_nobody_the_environment_does()
    {
        try
        {
            Environment.SetEnvironmentVariable(BrokerAddress.UserVariable, "me");
            Environment.SetEnvironmentVariable(BrokerAddress.PasswordVariable, "s3cret");
            Assert.Equal(("me", "s3cret"), User("amqp://host"));
            Assert.Equal(("you", "other"), User("amqp://you:other@host"));
        }
        finally
        {
            Environment.SetEnvironmentVariable(BrokerAddress.UserVariable, null);
            Environment.SetEnvironmentVariable(BrokerAddress.PasswordVariable, null);
        }

        Assert.Equal(("guest", "guest"), User("amqp://host"));

        static (string, string) User(string address) => Factories(address)[0] is var factory ? (factory.UserName, factory.Password) : default;
    }

    private static ConnectionFactory[] Factories(string text) =>
        BrokerAddress.Parse(text) is var address ? [.. address.Hosts.Select(host => address.ToFactory("test", host, new CertificateCheck()))] : [];
}
