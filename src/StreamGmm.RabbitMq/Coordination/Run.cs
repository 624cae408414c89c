namespace StreamGmm;

/// <summary>Neighbouring blocks of a pass, 2^height of them, whose sum is one in the tree of all: the first is at a multiple of their number.</summary>
/// <param name="First">The place of the first.</param>
/// <param name="Height">How often two runs became one.</param>
internal readonly record struct Run(int First, int Height)
{
    /// <summary>The most blocks in a run, as a power of two: a worker that dies loses no more.</summary>
    public const int MostHeight = 10;

    /// <summary>How many blocks.</summary>
    public int Count => 1 << Height;

    /// <summary>The place behind the last.</summary>
    public int End => First + Count;

    /// <summary>The run it becomes one with.</summary>
    public Run Sibling => this with { First = First ^ Count };

    /// <summary>The lower half.</summary>
    public Run Left => new(First, Height - 1);

    /// <summary>The upper half.</summary>
    public Run Right => Left.Sibling;

    /// <summary>A block alone.</summary>
    public static Run Of(int place) => new(place, 0);

    /// <summary>The run of that height in which a block is.</summary>
    public static Run Around(int place, int height) => new(place >> height << height, height);

    /// <summary>The run of so many blocks from that place; null where there is none.</summary>
    public static Run? From(int first, int count) =>
        count > 0 && int.IsPow2(count) && int.Log2(count) is var height && height <= MostHeight && Around(first, height).First == first ? new Run(first, height) : null;

    public bool Contains(int place) => place >= First && place < End;

    public override string ToString() => $"{First}+{Count}";
}
