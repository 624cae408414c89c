namespace StreamGmm;

/// <summary>What coordinators and workers say to each other. <see cref="Frame"/> tells how it is written.</summary>
/// <param name="Coordinator">Whose fit it is about; empty in what a worker says to all.</param>
/// <param name="Pass">The pass it is about, 0 for none.</param>
internal abstract record Message(Guid Coordinator, long Pass)
{
    internal abstract MessageKind Kind { get; }

    /// <summary>A coordinator asks workers to say hello: all of them, and each that it has not heard of before.</summary>
    public sealed record Call(Guid Coordinator, string Reply) : Message(Coordinator, 0)
    {
        internal override MessageKind Kind => MessageKind.Call;
    }

    /// <summary>A worker is there, with what it is, whether it works on something, and the blocks it keeps.</summary>
    public sealed record Hello(string Queue, string Name, Kernel Kernel, bool IsBusy, IReadOnlyList<string> Kept) : Message(Guid.Empty, 0)
    {
        internal override MessageKind Kind => MessageKind.Hello;
    }

    /// <summary>A worker goes.</summary>
    public sealed record Bye(string Queue) : Message(Guid.Empty, 0)
    {
        internal override MessageKind Kind => MessageKind.Bye;
    }

    /// <summary>A coordinator does not take a worker.</summary>
    public sealed record Refuse(Guid Coordinator, string Reason) : Message(Coordinator, 0)
    {
        internal override MessageKind Kind => MessageKind.Refuse;
    }

    /// <summary>The mixture of a pass, sent to a worker before its first task.</summary>
    public sealed record Mixture(Guid Coordinator, long Pass, GaussianMixture Value, RealVector Origin) : Message(Coordinator, Pass)
    {
        internal override MessageKind Kind => MessageKind.Mixture;
    }

    /// <summary>A block to work on, and where the answer goes.</summary>
    public sealed record Task(Guid Coordinator, long Pass, string Reply, BlockTask Value) : Message(Coordinator, Pass)
    {
        internal override MessageKind Kind => MessageKind.Task;
    }

    /// <summary>What came of a task, who did it and how long it took.</summary>
    public sealed record Answer(Guid Coordinator, long Pass, string Queue, double Seconds, BlockResult Value) : Message(Coordinator, Pass)
    {
        internal override MessageKind Kind => MessageKind.Answer;
    }

    /// <summary>A task could not be done.</summary>
    /// <param name="Coordinator">Whose fit it is about.</param>
    /// <param name="Pass">The pass.</param>
    /// <param name="Queue">The worker.</param>
    /// <param name="Block">The name of the block.</param>
    /// <param name="IsUnsuitable">Whether the data do not suit the fit: no other worker could do it.</param>
    /// <param name="Text">What to tell the user.</param>
    public sealed record Failed(Guid Coordinator, long Pass, string Queue, string Block, bool IsUnsuitable, string Text) : Message(Coordinator, Pass)
    {
        internal override MessageKind Kind => MessageKind.Failed;
    }

    /// <summary>A pass is over, done or cancelled: what is still worked on for it is of no use. Of pass 0: the coordinator goes.</summary>
    public sealed record End(Guid Coordinator, long Pass) : Message(Coordinator, Pass)
    {
        internal override MessageKind Kind => MessageKind.End;
    }
}
