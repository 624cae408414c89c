namespace StreamGmm;

/// <summary>What is to be done with a block, or with a run of them.</summary>
internal abstract record BlockTask
{
    private BlockTask()
    {
    }

    /// <summary>The name of the block, of the first where there are several.</summary>
    public abstract string Block { get; }

    /// <summary>How many blocks.</summary>
    public virtual int Blocks => 1;

    /// <summary>The names of all.</summary>
    public virtual IEnumerable<string> Names => [Block];

    internal abstract BlockWork Work { get; }

    /// <summary>Look at it for the first time, for a mixture of so many components.</summary>
    public sealed record Summarize(string Name, int Components) : BlockTask
    {
        public override string Block => Name;

        internal override BlockWork Work => BlockWork.Summarize;
    }

    /// <summary>Draw rows from it.</summary>
    public sealed record Draw(BlockSummary Summary, RowDraw Rows) : BlockTask
    {
        public override string Block => Summary.Block;

        internal override BlockWork Work => BlockWork.Draw;
    }

    /// <summary>Compute the statistics of a run of blocks under the mixture of the pass.</summary>
    public sealed record Expect(IReadOnlyList<BlockSummary> Summaries) : BlockTask
    {
        /// <summary>Those of one block.</summary>
        public Expect(BlockSummary summary)
            : this([summary])
        {
        }

        public override string Block => Summaries[0].Block;

        public override int Blocks => Summaries.Count;

        public override IEnumerable<string> Names => Summaries.Select(summary => summary.Block);

        internal override BlockWork Work => BlockWork.Expect;
    }
}

/// <summary>What can be done with a block, by the number it has on the wire.</summary>
internal enum BlockWork : byte
{
    Summarize = 0,
    Draw = 1,
    Expect = 2,
}
