namespace StreamGmm;

/// <summary>What came of a task.</summary>
internal abstract record BlockResult
{
    private BlockResult()
    {
    }

    /// <summary>The name of the block.</summary>
    public abstract string Block { get; }

    internal abstract BlockWork Work { get; }

    /// <summary>The first look at the block.</summary>
    public sealed record Summary(BlockSummary Value) : BlockResult
    {
        public override string Block => Value.Block;

        internal override BlockWork Work => BlockWork.Summarize;
    }

    /// <summary>Rows drawn from it.</summary>
    public sealed record Rows(string Name, DrawnRows Value) : BlockResult
    {
        public override string Block => Name;

        internal override BlockWork Work => BlockWork.Draw;
    }

    /// <summary>The numbers of its statistics, and the rows they are of.</summary>
    public sealed record Statistics(string Name, long Count, RealVector Values) : BlockResult
    {
        public override string Block => Name;

        internal override BlockWork Work => BlockWork.Expect;
    }
}
