using System.Numerics;
using System.Runtime.CompilerServices;

namespace StreamGmm.Kernels;

/// <summary>The lanes one by one, for machines without vectors: a b + c is rounded twice, as a fused one would be emulated.</summary>
internal struct LanesScalar<T> : ILanes<LanesScalar<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private Sixteen v;

    public static int Count => 64 / Unsafe.SizeOf<T>();

    public static bool AreOneRegister => false;

    public static LanesScalar<T> Zero => default;

    public static LanesScalar<T> All(T value)
    {
        var result = default(LanesScalar<T>);
        ((Span<T>)result.v).Fill(value);
        return result;
    }

    public static LanesScalar<T> Constant(double value) => All(T.CreateTruncating(value));

    public static LanesScalar<T> Load(ref readonly T source, nint offset)
    {
        var result = default(LanesScalar<T>);
        for (var i = 0; i < Count; i++)
            result.v[i] = Unsafe.Add(ref Unsafe.AsRef(in source), offset + i);
        return result;
    }

    public static LanesScalar<T> MultiplyAdd(LanesScalar<T> a, LanesScalar<T> b, LanesScalar<T> c)
    {
        for (var i = 0; i < Count; i++)
            c.v[i] = (a.v[i] * b.v[i]) + c.v[i];
        return c;
    }

    public static LanesScalar<T> Max(LanesScalar<T> a, LanesScalar<T> b) => Zip(a, b, T.Max);

    public static LanesScalar<T> Min(LanesScalar<T> a, LanesScalar<T> b) => Zip(a, b, T.Min);

    public static LanesScalar<T> Sqrt(LanesScalar<T> x) => Zip(x, x, (a, _) => T.Sqrt(a));

    public static LanesScalar<T> Exponent(LanesScalar<T> x) =>
        Zip(x, x, (a, _) => T.CreateTruncating(typeof(T) == typeof(float)
            ? (Unsafe.BitCast<T, int>(a) - 0x3F3504F3) >> 23
            : (Unsafe.BitCast<T, long>(a) - 0x3FE6A09E667F3BCD) >> 52));

    public static LanesScalar<T> Numbers(LanesScalar<T> x, LanesScalar<T> otherwise) => Zip(x, otherwise, (a, b) => T.IsNaN(a) ? b : a);

    public static LanesScalar<T> Scale(LanesScalar<T> x, LanesScalar<T> power) =>
        Zip(x, power, (a, p) => typeof(T) == typeof(float)
            ? Unsafe.BitCast<int, T>(Unsafe.BitCast<T, int>(a) + (Unsafe.BitCast<T, int>(p) << 23))
            : Unsafe.BitCast<long, T>(Unsafe.BitCast<T, long>(a) + (Unsafe.BitCast<T, long>(p) << 52)));

    public static LanesScalar<T> WhereAtLeast(LanesScalar<T> x, LanesScalar<T> y, LanesScalar<T> limit)
    {
        for (var i = 0; i < Count; i++)
            x.v[i] = y.v[i] >= limit.v[i] ? x.v[i] : T.Zero;
        return x;
    }

    public static LanesScalar<T> WhereWeighted(LanesScalar<T> x, LanesScalar<T> weight) => Zip(x, weight, (a, w) => w == T.Zero ? T.Zero : a);

    public static LanesScalar<T> WhereLess(LanesScalar<T> a, LanesScalar<T> b, LanesScalar<T> then, LanesScalar<T> otherwise)
    {
        for (var i = 0; i < Count; i++)
            otherwise.v[i] = a.v[i] < b.v[i] ? then.v[i] : otherwise.v[i];
        return otherwise;
    }

    public static uint Less(LanesScalar<T> a, LanesScalar<T> b)
    {
        uint less = 0;
        for (var i = 0; i < Count; i++)
            less |= a.v[i] < b.v[i] ? 1u << i : 0;
        return less;
    }

    public static LanesScalar<T> operator +(LanesScalar<T> a, LanesScalar<T> b)
    {
        for (var i = 0; i < Count; i++)
            a.v[i] += b.v[i];
        return a;
    }

    public static LanesScalar<T> operator -(LanesScalar<T> a, LanesScalar<T> b)
    {
        for (var i = 0; i < Count; i++)
            a.v[i] -= b.v[i];
        return a;
    }

    public static LanesScalar<T> operator *(LanesScalar<T> a, LanesScalar<T> b)
    {
        for (var i = 0; i < Count; i++)
            a.v[i] *= b.v[i];
        return a;
    }

    public static LanesScalar<T> operator /(LanesScalar<T> a, LanesScalar<T> b)
    {
        for (var i = 0; i < Count; i++)
            a.v[i] /= b.v[i];
        return a;
    }

    public readonly void Store(ref T destination, nint offset)
    {
        for (var i = 0; i < Count; i++)
            Unsafe.Add(ref destination, offset + i) = v[i];
    }

    public readonly double Sum() => ((Eighth(0) + Eighth(4)) + (Eighth(2) + Eighth(6))) + ((Eighth(1) + Eighth(5)) + (Eighth(3) + Eighth(7)));

    /// <summary>Lane i as a double; of sixteen, lanes i and i + 8 together.</summary>
    private readonly double Eighth(int i) => double.CreateTruncating(v[i]) + (Count > 8 ? double.CreateTruncating(v[i + 8]) : 0);

    private static LanesScalar<T> Zip(LanesScalar<T> a, LanesScalar<T> b, Func<T, T, T> operation)
    {
        for (var i = 0; i < Count; i++)
            a.v[i] = operation(a.v[i], b.v[i]);
        return a;
    }

    [InlineArray(16)]
    private struct Sixteen
    {
        private T first;
    }
}
