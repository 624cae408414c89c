namespace StreamGmm;

/// <summary>What came of a task.</summary>
internal abstract record BlockResult
{
    private BlockResult()
    {
    }

    /// <summary>The name of the block, of the first where there are several.</summary>
    public abstract string Block { get; }

    /// <summary>How many blocks.</summary>
    public virtual int Blocks => 1;

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

    /// <summary>The numbers of the statistics of a run of blocks, added up, and the rows they are of.</summary>
    public sealed record Statistics(string Name, int Parts, long Count, RealVector Values) : BlockResult
    {
        public override string Block => Name;

        public override int Blocks => Parts;

        internal override BlockWork Work => BlockWork.Expect;
    }
}
