namespace StreamGmm;

/// <summary>A message to be sent.</summary>
/// <param name="Queue">The queue of a worker; null for all workers.</param>
/// <param name="Message">What to say.</param>
internal sealed record Outgoing(string? Queue, Message Message);
