namespace StreamGmm.RabbitMq.Tests.Broker;

/// <summary>A broker that speaks TLS with a certificate of an authority that nobody knows.</summary>
[Collection(BrokerCollection.Name)]
public class SecureTests(RabbitMqServer server)
{
    [SkippableFact]
    public async Task A_certificate_is_taken_where_the_environment_names_its_authority()
    {
        server.Require();
        Assert.Equal("connected", await ConnectAsync(Secure("localhost"), server.Authority));
    }

    [SkippableFact]
    public async Task A_certificate_of_another_host_is_refused_and_its_names_are_told()
    {
        server.Require();
        var said = await ConnectAsync(Secure("127.0.0.1"), server.Authority);
        Assert.Contains("not of this host but of 'localhost'", said, StringComparison.Ordinal);
        Assert.DoesNotContain(RabbitMqServer.Secret, said, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_certificate_of_an_unknown_authority_is_refused_and_what_to_try_is_told()
    {
        var said = await FaultAsync(Secure("localhost"));
        Assert.Contains("not trusted here", said, StringComparison.Ordinal);
        Assert.Contains("SSL_CERT_FILE", said, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_plain_address_of_a_port_for_TLS_is_told() =>
        Assert.Contains("amqps://", await FaultAsync(Secure("localhost").Replace("amqps", "amqp", StringComparison.Ordinal)), StringComparison.Ordinal);

    [SkippableFact]
    public async Task A_port_that_does_not_speak_TLS_is_told() =>
        Assert.Contains("does not speak TLS", await FaultAsync(server.Address.Replace("amqp", "amqps", StringComparison.Ordinal)), StringComparison.Ordinal);

    [SkippableFact]
    public async Task No_text_of_any_failure_holds_the_password()
    {
        server.Require();
        var secret = RabbitMqServer.Secret;
        string[] addresses =
        [
            Secure("localhost"), Secure("127.0.0.1"), Secure("localhost").Replace("amqps", "amqp", StringComparison.Ordinal),
            server.Address.Replace("amqp", "amqps", StringComparison.Ordinal), server.Address.Replace("tests:", "nobody:", StringComparison.Ordinal),
            server.Address.Replace(secret, $"{secret}:and:more", StringComparison.Ordinal), $"{server.Address}nowhere",
            $"amqp://tests:{secret}@127.0.0.1:1/", $"amqp://tests:{secret}@127.0.0.1:1,nowhere.invalid:5672/",
        ];
        foreach (var address in addresses)
        {
            var parsed = BrokerAddress.Parse(address);
            var fault = await Assert.ThrowsAsync<BrokerException>(() => RabbitMqCluster.ConnectAsync(new RabbitMqClusterOptions(parsed)).WaitAsync(Cluster.Limit));
            Assert.DoesNotContain(secret, $"{fault} {parsed} {new RabbitMqClusterOptions(parsed)} {new BlockWorkerOptions(parsed)}", StringComparison.Ordinal);
            Assert.Contains("cannot be used: ", fault.Message.Replace("can be used: ", "cannot be used: ", StringComparison.Ordinal), StringComparison.Ordinal);
            await Assert.ThrowsAsync<BrokerException>(() => BlockWorker.StartAsync(new SomeBlocks(0), new BlockWorkerOptions(parsed)).WaitAsync(Cluster.Limit));
        }
    }

    [SkippableFact]
    public async Task The_first_node_that_can_be_used_is_and_the_others_are_told_when_none_can()
    {
        server.Require();
        var some = server.Address.Replace("127.0.0.1:", "127.0.0.1:1,nowhere.invalid,127.0.0.1:", StringComparison.Ordinal);
        await using (var cluster = await RabbitMqCluster.ConnectAsync(new RabbitMqClusterOptions(BrokerAddress.Parse(some))).WaitAsync(Cluster.Limit))
            Assert.Null(cluster.Status.Warning);
        var none = await FaultAsync("amqp://127.0.0.1:1,nowhere.invalid/");
        Assert.Contains("127.0.0.1:1: ", none, StringComparison.Ordinal);
        Assert.Contains("nowhere.invalid: ", none, StringComparison.Ordinal);
    }

    private string Secure(string host) => $"amqps://tests:{RabbitMqServer.Secret}@{host}:{server.SecurePort}/";

    private async Task<string> FaultAsync(string address)
    {
        server.Require();
        return (await Assert.ThrowsAsync<BrokerException>(() => RabbitMqCluster.ConnectAsync(new RabbitMqClusterOptions(BrokerAddress.Parse(address))).WaitAsync(Cluster.Limit))).Message;
    }

    /// <summary>What a process says that trusts an authority: it is read once in a process.</summary>
    private static async Task<string> ConnectAsync(string address, string authority)
    {
        using var process = OwnProcess.Start(["connect", address], ("SSL_CERT_FILE", authority));
        var said = await process.StandardOutput.ReadToEndAsync().WaitAsync(Cluster.Limit);
        await process.WaitForExitAsync();
        return said.Trim();
    }
}
