namespace StreamGmm;

/// <summary>The kinds of messages, by the number they have on the wire.</summary>
internal enum MessageKind : byte
{
    Call = 1,
    Hello = 2,
    Bye = 3,
    Refuse = 4,
    Mixture = 5,
    Task = 6,
    Answer = 7,
    Failed = 8,
    End = 9,
}
