namespace StreamGmm.RabbitMq.Tests.Broker;

/// <summary>The tests that need a broker, one after another: some of them stop it.</summary>
[CollectionDefinition(Name)]
public sealed class BrokerCollection : ICollectionFixture<RabbitMqServer>
{
    public const string Name = "broker";
}
