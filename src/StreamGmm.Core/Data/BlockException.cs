namespace StreamGmm;

/// <summary>A block of a fit could not be read, or not be computed.</summary>
public sealed class BlockException : Exception
{
    /// <summary>What became of a block; the message should begin with its name.</summary>
    public BlockException(string block, string message, Exception? innerException = null)
        : base(message, innerException) => Block = block;

    /// <summary>The name of the block.</summary>
    public string Block { get; }
}
