namespace StreamGmm;

/// <summary>What is to be done with a block.</summary>
internal abstract record BlockTask
{
    private BlockTask()
    {
    }

    /// <summary>The name of the block.</summary>
    public abstract string Block { get; }

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

    /// <summary>Compute its statistics under the mixture of the pass.</summary>
    public sealed record Expect(BlockSummary Summary) : BlockTask
    {
        public override string Block => Summary.Block;

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
