namespace StreamGmm;

/// <summary>The broker cannot be reached, or does not let us in.</summary>
public sealed class BrokerException : Exception
{
    internal BrokerException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
