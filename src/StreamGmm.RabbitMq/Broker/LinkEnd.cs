namespace StreamGmm;

/// <summary>Who is at this end of a link.</summary>
/// <param name="Role">What its queue is called, before its number.</param>
/// <param name="Exchange">What the queue is bound to.</param>
/// <param name="Name">The name that its messages bear.</param>
/// <param name="Take">Takes a message, or says why not.</param>
/// <param name="Refuse">Told of what is no message.</param>
/// <param name="Block">Told why the broker takes no messages for now; null when it does again.</param>
internal sealed record LinkEnd(string Role, string Exchange, string Name, Func<Link, Message, Refusal?> Take, Action<Refusal> Refuse, Action<Link, string?> Block);
