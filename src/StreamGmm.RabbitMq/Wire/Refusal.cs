namespace StreamGmm;

/// <summary>Why a message was not taken.</summary>
/// <param name="Reason">The kind of fault.</param>
/// <param name="Message">What was seen and what was expected. Nothing of the content is in it.</param>
internal sealed record Refusal(RefusalReason Reason, string Message);

/// <summary>The kinds of faults of a message.</summary>
internal enum RefusalReason
{
    Malformed,
    Oversized,
    ForeignVersion,
    WrongFit,
}
