namespace StreamGmm;

/// <summary>What a publisher has done.</summary>
public sealed record ModelPublisherStatus
{
    internal ModelPublisherStatus()
    {
    }

    /// <summary>Whether the broker is there.</summary>
    public bool IsConnected { get; internal init; }

    /// <summary>Whether something waits to be sent.</summary>
    public bool IsWaiting { get; internal init; }

    /// <summary>Messages that the broker has confirmed.</summary>
    public long Published { get; internal init; }

    /// <summary>Models and states that were replaced by later ones before they could be sent.</summary>
    public long Replaced { get; internal init; }

    /// <summary>Alarms that were given up, as too many waited.</summary>
    public long LostAlarms { get; internal init; }

    /// <summary>What went wrong last; null where nothing did.</summary>
    public string? LastFault { get; internal init; }
}
