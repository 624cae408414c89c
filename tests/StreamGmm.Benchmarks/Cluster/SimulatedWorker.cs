namespace StreamGmm.Benchmarks.Cluster;

/// <summary>A worker of a simulation: what it has to do, and what it keeps.</summary>
internal sealed class SimulatedWorker(string queue, double speed)
{
    public string Queue { get; } = queue;

    /// <summary>How many times as long as usual everything takes.</summary>
    public double Speed { get; } = speed;

    public bool IsAlive { get; set; } = true;

    /// <summary>The task it works on; null for none.</summary>
    public Message.Task? Current { get; set; }

    /// <summary>When it answered last: a hello is left out soon after.</summary>
    public double Answered { get; set; } = double.NegativeInfinity;

    public LinkedList<Message.Task> Waiting { get; } = [];

    public HashSet<string> Kept { get; } = new(StringComparer.Ordinal);

    /// <summary>The way out of the machine.</summary>
    public Station Line { get; } = new();

    /// <summary>A pass is over: whether something it worked on was given up.</summary>
    public bool Drop(long pass)
    {
        for (var node = Waiting.First; node is not null;)
        {
            var next = node.Next;
            if (node.Value.Pass == pass)
                Waiting.Remove(node);
            node = next;
        }

        if (Current?.Pass != pass)
            return false;
        Current = null;
        return true;
    }
}
