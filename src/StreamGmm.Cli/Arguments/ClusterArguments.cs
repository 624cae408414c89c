using System.CommandLine;
using StreamGmm.Cli.Clusters;

namespace StreamGmm.Cli.Arguments;

/// <summary>The options that say which cluster, and what they come to. An address may hold a password: it is never repeated.</summary>
internal sealed class ClusterArguments
{
    /// <summary>Where the address may be, as command lines are seen by all users of a machine.</summary>
    public const string Variable = "STREAMGMM_CLUSTER";

    private readonly Option<string?> address;

    private readonly Option<string?> name = Parsed.Name("--cluster-name", "NAME", "The name of the cluster, where a broker has several. [default: streamgmm]");

    /// <summary>The options.</summary>
    /// <param name="purpose">What is done there.</param>
    public ClusterArguments(string purpose)
    {
        address = new Option<string?>("--cluster")
        {
            HelpName = "URI",
            Arity = ArgumentArity.ZeroOrOne,
            Description = $"{purpose} URI is the address of its RabbitMQ broker: amqp[s]://[user:password@]host[:port][/virtual-host]. Without one, put last, it is that of the environment's {Variable}, a better place for passwords than a command line.",
        };
        address.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !IsAddress(result.Tokens[0].Value))
                result.AddError($"--cluster is followed by something else than an address, which is amqp://host or amqps://user:password@host:port/virtual-host. Put --cluster last where {Variable} of the environment has it.");
        });
    }

    public IEnumerable<Option> All => [address, name];

    /// <summary>The option for the broker, for what has no cluster on it.</summary>
    public Option Broker => address;

    /// <summary>The cluster that is asked for; null where none is.</summary>
    public ClusterPlace? Read(ParseResult result)
    {
        if (result.GetResult(address) is not null)
            return Required(result);
        return result.GetValue(name) is null ? null : throw new UsageException("--cluster-name is given and --cluster is not: it says which cluster of a broker. Say --cluster too, or leave it out.");
    }

    /// <summary>The cluster, that of the environment where none is asked for.</summary>
    public ClusterPlace Required(ParseResult result)
    {
        var text = result.GetValue(address);
        if (text is null)
        {
            text = Environment.GetEnvironmentVariable(Variable);
            if (string.IsNullOrEmpty(text))
                throw new UsageException($"--cluster has no address, and {Variable} of the environment is not set: the address of a RabbitMQ broker was expected. Say --cluster amqp://host, or set {Variable}.");
            if (!IsAddress(text))
                throw new UsageException($"{Variable} of the environment is no address of a RabbitMQ broker: amqp://host or amqps://user:password@host:port/virtual-host was expected. Set it anew.");
        }

        return new ClusterPlace(text, result.GetValue(name));
    }

    private static bool IsAddress(string text) =>
        text.StartsWith("amqp://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("amqps://", StringComparison.OrdinalIgnoreCase);
}
