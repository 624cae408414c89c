using RabbitMQ.Client.Exceptions;

namespace StreamGmm;

/// <summary>What is said of a stream that cannot be used, and whether to try again makes sense.</summary>
internal static class StreamFault
{
    private const int Refused = 403, Missing = 404, Unsuitable = 406, NotAllowed = 530;

    /// <summary>The fault in the terms of the user.</summary>
    public static BrokerException Of(BrokerAddress address, string queue, Exception e) => new(
        Code(e) switch
        {
            Missing when IsGone(e) => $"There is no queue '{queue}' at {address}: a stream was expected. Declare it first, with RabbitMqStream.DeclareAsync or with x-queue-type: stream, or look how it is spelt.",
            Unsuitable => $"The queue '{queue}' at {address} is not the stream that was expected: {Reason(e)}. Name a queue that was declared with x-queue-type: stream and what is asked for here.",
            _ => $"The stream '{queue}' at {address} cannot be used: {Reason(e)}. Look whether the broker runs and lets this user in.",
        },
        e);

    /// <summary>True where it will be the same again.</summary>
    public static bool IsLasting(BrokerException fault) =>
        fault.InnerException is { } e && Code(e) is { } code && (code is Refused or Unsuitable or NotAllowed || (code == Missing && IsGone(e)));

    /// <summary>True where the queue is there and its node is not yet, as it starts or another takes its place.</summary>
    public static bool IsComing(BrokerException fault) => fault.InnerException is { } e && Code(e) == Missing && !IsGone(e);

    private static int? Code(Exception e) => e is OperationInterruptedException { ShutdownReason: { } reason } ? reason.ReplyCode : null;

    /// <summary>Not there, and not only down.</summary>
    private static bool IsGone(Exception e) => Reason(e).Contains("no queue", StringComparison.Ordinal);

    /// <summary>The innermost reason: it names hosts and causes, never passwords.</summary>
    private static string Reason(Exception e)
    {
        var cause = e;
        while (cause.InnerException is { } inner)
            cause = inner;
        return (cause is OperationInterruptedException { ShutdownReason: { } reason } ? reason.ReplyText : cause.Message).TrimEnd('.');
    }
}
