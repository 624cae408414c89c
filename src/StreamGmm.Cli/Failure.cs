namespace StreamGmm.Cli;

/// <summary>What a run that failed says, in one line, and its exit code.</summary>
internal static class Failure
{
    public static int Tell(Exception exception, TextWriter error)
    {
        var cause = exception is AggregateException several ? several.Flatten().InnerExceptions[0] : exception;
        var (code, message) = cause switch
        {
            OperationCanceledException => (Program.Cancelled, "Cancelled."),
            UsageException or InvalidDataException or BlockException => (Program.Refused, cause.Message),
            ArgumentException => (Program.Refused, WithoutParameter(cause.Message)),
            OutOfMemoryException => (Program.Failed, "There is not enough memory: use fewer rows or components."),
            IOException or UnauthorizedAccessException => (Program.Failed, cause.Message),
            _ => (Program.Failed, $"{cause.GetType().Name}: {cause.Message}"),
        };
        error.WriteLine($"streamgmm: {Shell.OneLine(message)}");
        return code;
    }

    /// <summary>An argument's message without what .NET adds for the programmer.</summary>
    private static string WithoutParameter(string message) => message.IndexOf(" (Parameter '", StringComparison.Ordinal) is >= 0 and var end ? message[..end] : message;
}
