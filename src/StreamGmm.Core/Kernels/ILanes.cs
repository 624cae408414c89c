using System.Numerics;
using System.Runtime.CompilerServices;

namespace StreamGmm.Kernels;

/// <summary>Eight doubles or sixteen floats side by side, whatever the width of the machine's vectors: the same partial sums everywhere.</summary>
internal interface ILanes<TSelf, T>
    where TSelf : struct, ILanes<TSelf, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The number of elements: those of 64 bytes.</summary>
    static abstract int Count { get; }

    /// <summary>True where they fit in one register, so that blocks of 4 × 4 accumulators pay.</summary>
    static abstract bool AreOneRegister { get; }

    static abstract TSelf Zero { get; }

    /// <summary>An element in every lane.</summary>
    static abstract TSelf All(T value);

    /// <summary>A number that is written in the code, rounded to an element, in every lane.</summary>
    static abstract TSelf Constant(double value);

    static abstract TSelf Load(ref readonly T source, nint offset);

    /// <summary>a b + c, rounded once where the machine can do that fast.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>The larger; no NaN is expected.</summary>
    static abstract TSelf Max(TSelf a, TSelf b);

    /// <summary>The smaller; no NaN is expected.</summary>
    static abstract TSelf Min(TSelf a, TSelf b);

    static abstract TSelf Sqrt(TSelf x);

    /// <summary>e of x = m 2ᵉ with m from √½ to √2, for normal x > 0.</summary>
    static abstract TSelf Exponent(TSelf x);

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

    /// <summary>One bit a lane, the first the lowest: 1 where a is less than b.</summary>
    static abstract uint Less(TSelf a, TSelf b);

    static abstract TSelf operator +(TSelf a, TSelf b);

    static abstract TSelf operator -(TSelf a, TSelf b);

    static abstract TSelf operator *(TSelf a, TSelf b);

    static abstract TSelf operator /(TSelf a, TSelf b);

    void Store(ref T destination, nint offset);

    /// <summary>((0 + 4) + (2 + 6)) + ((1 + 5) + (3 + 7)) in doubles: halves are added to halves, in this order on every machine; of sixteen, 0 + 8 stands for 0, and so on.</summary>
    double Sum();

    /// <summary>Adds the <see cref="Sum"/> of each to four numbers.</summary>
    static virtual void AddSums(TSelf a, TSelf b, TSelf c, TSelf d, ref double target)
    {
        target += a.Sum();
        Unsafe.Add(ref target, 1) += b.Sum();
        Unsafe.Add(ref target, 2) += c.Sum();
        Unsafe.Add(ref target, 3) += d.Sum();
    }
}
