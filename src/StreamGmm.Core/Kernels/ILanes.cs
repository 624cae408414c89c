namespace StreamGmm.Kernels;

/// <summary>Eight doubles side by side, whatever the width of the machine's vectors: the same eight partial sums everywhere.</summary>
internal interface ILanes<TSelf>
    where TSelf : struct, ILanes<TSelf>
{
    /// <summary>The number of doubles.</summary>
    const int Count = 8;

    /// <summary>True where the eight fit in one register, so that blocks of 4 × 4 accumulators pay.</summary>
    static abstract bool AreOneRegister { get; }

    static abstract TSelf Zero { get; }

    static abstract TSelf All(double value);

    static abstract TSelf Load(ref readonly double source, nint offset);

    /// <summary>a b + c, rounded once where the machine can do that fast.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    static abstract TSelf Max(TSelf a, TSelf b);

    static abstract TSelf Min(TSelf a, TSelf b);

    static abstract TSelf Log(TSelf x);

    /// <summary>x, and <paramref name="otherwise"/> in the lanes where x is not a number.</summary>
    static abstract TSelf Numbers(TSelf x, TSelf otherwise);

    /// <summary>x times 2 to the power that stands in the low bits of <paramref name="power"/>'s mantissa.</summary>
    static abstract TSelf Scale(TSelf x, TSelf power);

    /// <summary>x, and 0 in the lanes where <paramref name="y"/> is below the limit or no number.</summary>
    static abstract TSelf WhereAtLeast(TSelf x, TSelf y, TSelf limit);

    /// <summary>x, and 0 in the lanes where <paramref name="weight"/> is 0, whatever x is there.</summary>
    static abstract TSelf WhereWeighted(TSelf x, TSelf weight);

    /// <summary><paramref name="then"/> in the lanes where a is less than b, <paramref name="otherwise"/> in the others.</summary>
    static abstract TSelf WhereLess(TSelf a, TSelf b, TSelf then, TSelf otherwise);

    static abstract TSelf operator +(TSelf a, TSelf b);

    static abstract TSelf operator -(TSelf a, TSelf b);

    static abstract TSelf operator *(TSelf a, TSelf b);

    static abstract TSelf operator /(TSelf a, TSelf b);

    void Store(ref double destination, nint offset);

    /// <summary>((0 + 4) + (2 + 6)) + ((1 + 5) + (3 + 7)): halves are added to halves, in this order on every machine.</summary>
    double Sum();
}
