namespace StreamGmm.Cli;

/// <summary>Wrong usage or bad input: the message says what was seen, what was expected and what to try.</summary>
internal sealed class UsageException(string message, Exception? cause = null) : Exception(message, cause);
