namespace StreamGmm;

/// <summary>Whether a worker's hello would tell anybody anything: an answer says as well that the worker is there, and that it keeps the blocks it is about. For several threads at once.</summary>
internal sealed class Heard(TimeSpan fresh)
{
    private readonly Lock gate = new();
    private readonly HashSet<Guid> coordinators = [];
    private (Guid To, TimeSpan Time)? answer;
    private long lost;
    private bool isUntold;

    /// <summary>A new connection: nobody is known.</summary>
    public void Reset()
    {
        lock (gate)
        {
            coordinators.Clear();
            answer = null;
        }
    }

    /// <summary>A coordinator has called.</summary>
    public void Know(Guid coordinator)
    {
        lock (gate)
            coordinators.Add(coordinator);
    }

    /// <summary>A coordinator has gone.</summary>
    public void Forget(Guid coordinator)
    {
        lock (gate)
            coordinators.Remove(coordinator);
    }

    /// <summary>A coordinator was answered.</summary>
    /// <param name="coordinator">Which.</param>
    /// <param name="isKept">Whether all blocks that the answer is about are kept.</param>
    /// <param name="now">The time.</param>
    public void Answer(Guid coordinator, bool isKept, TimeSpan now)
    {
        lock (gate)
            (answer, isUntold) = ((coordinator, now), isUntold || !isKept);
    }

    /// <summary>Whether to say hello now: unless the only coordinator was answered a moment ago, and knows what is kept.</summary>
    /// <param name="losses">How many blocks were kept once and are no more.</param>
    /// <param name="now">The time.</param>
    public bool WantsHello(long losses, TimeSpan now)
    {
        lock (gate)
        {
            if (!isUntold && losses == lost && coordinators.Count == 1 && answer is { } last && coordinators.Contains(last.To) && now - last.Time < fresh)
                return false;
            (isUntold, lost) = (false, losses);
            return true;
        }
    }
}
