using System.Net.Security;

namespace StreamGmm.RabbitMq.Tests.Broker;

public class BrokerAddressTests
{
    [Theory]
    [InlineData("amqp://user:s3cret@host:1234/place", "amqp://host:1234/place")]
    [InlineData("amqps://user:s3cret@host/", "amqps://host/")]
    [InlineData("amqp://host", "amqp://host/")]
    public void It_is_shown_without_user_and_password(string address, string shown) => Assert.Equal(shown, BrokerAddress.Parse(address).ToString());

    [Theory]
    [InlineData("http://user:s3cret@host")]
    [InlineData("s3cret")]
    [InlineData("amqp:///s3cret")]
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
        var factory = BrokerAddress.Parse("amqps://me:s%2Fcret@host/place").ToFactory("test");
        Assert.Equal(("me", "s/cret", "place", true, 5671), (factory.UserName, factory.Password, factory.VirtualHost, factory.Ssl.Enabled, factory.Endpoint.Port));

        // The certificate must be that of the host.
        Assert.Equal(("host", SslPolicyErrors.None), (factory.Ssl.ServerName, factory.Ssl.AcceptablePolicyErrors));
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

        static (string, string) User(string address) => BrokerAddress.Parse(address).ToFactory("test") is var factory ? (factory.UserName, factory.Password) : default;
    }
}
