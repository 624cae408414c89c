using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace StreamGmm.Kernels;

/// <summary>The lanes in one register (AVX-512).</summary>
internal readonly struct Lanes512<T>(Vector512<T> value) : ILanes<Lanes512<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Vector512<T> v = value;

    public static int Count => Vector512<T>.Count;

    public static bool AreOneRegister => true;

    public static Lanes512<T> Zero => new(Vector512<T>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> All(T value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Constant(double value) => All(T.CreateTruncating(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Load(ref readonly T source, nint offset) => new(Vector512.LoadUnsafe(in source, (nuint)offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> MultiplyAdd(Lanes512<T> a, Lanes512<T> b, Lanes512<T> c) => new(MultiplyAdd(a.v, b.v, c.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Max(Lanes512<T> a, Lanes512<T> b) => new(Vector512.MaxNative(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Min(Lanes512<T> a, Lanes512<T> b) => new(Vector512.MinNative(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Sqrt(Lanes512<T> x) => new(Vector512.Sqrt(x.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Exponent(Lanes512<T> x) => new(Exponent(x.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Numbers(Lanes512<T> x, Lanes512<T> otherwise) => new(Vector512.ConditionalSelect(Vector512.Equals(x.v, x.v), x.v, otherwise.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Scale(Lanes512<T> x, Lanes512<T> power) => new(Scale(x.v, power.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> WhereAtLeast(Lanes512<T> x, Lanes512<T> y, Lanes512<T> limit) => new(Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(y.v, limit.v), x.v, Vector512<T>.Zero));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> WhereWeighted(Lanes512<T> x, Lanes512<T> weight) =>
        new(Vector512.AndNot(x.v, Vector512.Equals(weight.v, Vector512<T>.Zero)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> WhereLess(Lanes512<T> a, Lanes512<T> b, Lanes512<T> then, Lanes512<T> otherwise) =>
        new(Vector512.ConditionalSelect(Vector512.LessThan(a.v, b.v), then.v, otherwise.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Less(Lanes512<T> a, Lanes512<T> b) => (uint)Vector512.LessThan(a.v, b.v).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator +(Lanes512<T> a, Lanes512<T> b) => new(a.v + b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator -(Lanes512<T> a, Lanes512<T> b) => new(a.v - b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator *(Lanes512<T> a, Lanes512<T> b) => new(a.v * b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator /(Lanes512<T> a, Lanes512<T> b) => new(a.v / b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref T destination, nint offset) => v.StoreUnsafe(ref destination, (nuint)offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Sum()
    {
        var four = Four(v);
        var two = four.GetLower() + four.GetUpper();
        return two.ToScalar() + two.GetElement(1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddSums(Lanes512<T> a, Lanes512<T> b, Lanes512<T> c, Lanes512<T> d, ref double target)
    {
        if (!Avx2.IsSupported)
        {
            target += a.Sum();
            Unsafe.Add(ref target, 1) += b.Sum();
            Unsafe.Add(ref target, 2) += c.Sum();
            Unsafe.Add(ref target, 3) += d.Sum();
            return;
        }

        // The four trees of Sum side by side.
        var (a4, b4, c4, d4) = (Four(a.v), Four(b.v), Four(c.v), Four(d.v));
        var ab = Avx.Permute2x128(a4, b4, 0x20) + Avx.Permute2x128(a4, b4, 0x31);
        var cd = Avx.Permute2x128(c4, d4, 0x20) + Avx.Permute2x128(c4, d4, 0x31);
        var acbd = Avx.UnpackLow(ab, cd) + Avx.UnpackHigh(ab, cd);
        (Vector256.LoadUnsafe(ref target) + Avx2.Permute4x64(acbd, 0b11_01_10_00)).StoreUnsafe(ref target);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Four(Vector512<T> v)
    {
        var eight = typeof(T) == typeof(float) ? Vector512.WidenLower(v.AsSingle()) + Vector512.WidenUpper(v.AsSingle()) : v.AsDouble();
        return eight.GetLower() + eight.GetUpper();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> MultiplyAdd(Vector512<T> x, Vector512<T> y, Vector512<T> z) => typeof(T) == typeof(float)
        ? Vector512.MultiplyAddEstimate(x.AsSingle(), y.AsSingle(), z.AsSingle()).As<float, T>()
        : Vector512.MultiplyAddEstimate(x.AsDouble(), y.AsDouble(), z.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Exponent(Vector512<T> x) => typeof(T) == typeof(float)
        ? Vector512.ConvertToSingle((x.AsInt32() - Vector512.Create(0x3F3504F3)) >> 23).As<float, T>()
        : (Vector512.ConvertToDouble((x.AsInt64() - Vector512.Create(0x3FE6A09E667F3BCD)) >> 52)).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Scale(Vector512<T> x, Vector512<T> power) => typeof(T) == typeof(float)
        ? (x.AsInt32() + (power.AsInt32() << 23)).As<int, T>()
        : (x.AsInt64() + (power.AsInt64() << 52)).As<long, T>();
}
