using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StreamGmm.Kernels;

/// <summary>The lanes in four registers (NEON, SSE2).</summary>
internal readonly struct Lanes128<T>(Vector128<T> a0, Vector128<T> b0, Vector128<T> c0, Vector128<T> d0) : ILanes<Lanes128<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Vector128<T> a = a0;
    private readonly Vector128<T> b = b0;
    private readonly Vector128<T> c = c0;
    private readonly Vector128<T> d = d0;

    public static int Count => 4 * Vector128<T>.Count;

    public static bool AreOneRegister => false;

    public static Lanes128<T> Zero => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> All(T value) => new(Vector128.Create(value), Vector128.Create(value), Vector128.Create(value), Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Constant(double value) => All(T.CreateTruncating(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Load(ref readonly T source, nint offset) => new(Vector128.LoadUnsafe(in source, (nuint)offset), Vector128.LoadUnsafe(in source, (nuint)(offset + Vector128<T>.Count)), Vector128.LoadUnsafe(in source, (nuint)(offset + (2 * Vector128<T>.Count))), Vector128.LoadUnsafe(in source, (nuint)(offset + (3 * Vector128<T>.Count))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> MultiplyAdd(Lanes128<T> x, Lanes128<T> y, Lanes128<T> z) => new(MultiplyAdd(x.a, y.a, z.a), MultiplyAdd(x.b, y.b, z.b), MultiplyAdd(x.c, y.c, z.c), MultiplyAdd(x.d, y.d, z.d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Max(Lanes128<T> x, Lanes128<T> y) => new(Vector128.MaxNative(x.a, y.a), Vector128.MaxNative(x.b, y.b), Vector128.MaxNative(x.c, y.c), Vector128.MaxNative(x.d, y.d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Min(Lanes128<T> x, Lanes128<T> y) => new(Vector128.MinNative(x.a, y.a), Vector128.MinNative(x.b, y.b), Vector128.MinNative(x.c, y.c), Vector128.MinNative(x.d, y.d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Sqrt(Lanes128<T> x) => new(Vector128.Sqrt(x.a), Vector128.Sqrt(x.b), Vector128.Sqrt(x.c), Vector128.Sqrt(x.d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Exponent(Lanes128<T> x) => new(Exponent(x.a), Exponent(x.b), Exponent(x.c), Exponent(x.d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Numbers(Lanes128<T> x, Lanes128<T> otherwise) => new(Vector128.ConditionalSelect(Vector128.Equals(x.a, x.a), x.a, otherwise.a), Vector128.ConditionalSelect(Vector128.Equals(x.b, x.b), x.b, otherwise.b), Vector128.ConditionalSelect(Vector128.Equals(x.c, x.c), x.c, otherwise.c), Vector128.ConditionalSelect(Vector128.Equals(x.d, x.d), x.d, otherwise.d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Scale(Lanes128<T> x, Lanes128<T> power) => new(Scale(x.a, power.a), Scale(x.b, power.b), Scale(x.c, power.c), Scale(x.d, power.d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> WhereAtLeast(Lanes128<T> x, Lanes128<T> y, Lanes128<T> limit) => new(x.a & Vector128.GreaterThanOrEqual(y.a, limit.a), x.b & Vector128.GreaterThanOrEqual(y.b, limit.b), x.c & Vector128.GreaterThanOrEqual(y.c, limit.c), x.d & Vector128.GreaterThanOrEqual(y.d, limit.d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> WhereWeighted(Lanes128<T> x, Lanes128<T> weight) => new(Vector128.AndNot(x.a, Vector128.Equals(weight.a, Vector128<T>.Zero)), Vector128.AndNot(x.b, Vector128.Equals(weight.b, Vector128<T>.Zero)), Vector128.AndNot(x.c, Vector128.Equals(weight.c, Vector128<T>.Zero)), Vector128.AndNot(x.d, Vector128.Equals(weight.d, Vector128<T>.Zero)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> WhereLess(Lanes128<T> x, Lanes128<T> y, Lanes128<T> then, Lanes128<T> otherwise) => new(
            Vector128.ConditionalSelect(Vector128.LessThan(x.a, y.a), then.a, otherwise.a),
            Vector128.ConditionalSelect(Vector128.LessThan(x.b, y.b), then.b, otherwise.b),
            Vector128.ConditionalSelect(Vector128.LessThan(x.c, y.c), then.c, otherwise.c),
            Vector128.ConditionalSelect(Vector128.LessThan(x.d, y.d), then.d, otherwise.d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Less(Lanes128<T> x, Lanes128<T> y) =>
        Vector128.LessThan(x.a, y.a).ExtractMostSignificantBits()
        | (Vector128.LessThan(x.b, y.b).ExtractMostSignificantBits() << Vector128<T>.Count)
        | (Vector128.LessThan(x.c, y.c).ExtractMostSignificantBits() << (2 * Vector128<T>.Count))
        | (Vector128.LessThan(x.d, y.d).ExtractMostSignificantBits() << (3 * Vector128<T>.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator +(Lanes128<T> x, Lanes128<T> y) => new(x.a + y.a, x.b + y.b, x.c + y.c, x.d + y.d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator -(Lanes128<T> x, Lanes128<T> y) => new(x.a - y.a, x.b - y.b, x.c - y.c, x.d - y.d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator *(Lanes128<T> x, Lanes128<T> y) => new(x.a * y.a, x.b * y.b, x.c * y.c, x.d * y.d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator /(Lanes128<T> x, Lanes128<T> y) => new(x.a / y.a, x.b / y.b, x.c / y.c, x.d / y.d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref T destination, nint offset)
    {
        a.StoreUnsafe(ref destination, (nuint)offset);
        b.StoreUnsafe(ref destination, (nuint)(offset + Vector128<T>.Count));
        c.StoreUnsafe(ref destination, (nuint)(offset + (2 * Vector128<T>.Count)));
        d.StoreUnsafe(ref destination, (nuint)(offset + (3 * Vector128<T>.Count)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Sum()
    {
        if (typeof(T) != typeof(float))
            return Sum(a.AsDouble(), b.AsDouble(), c.AsDouble(), d.AsDouble());
        var (p, q, r, s) = (a.AsSingle(), b.AsSingle(), c.AsSingle(), d.AsSingle());
        return Sum(
            Vector128.WidenLower(p) + Vector128.WidenLower(r),
            Vector128.WidenUpper(p) + Vector128.WidenUpper(r),
            Vector128.WidenLower(q) + Vector128.WidenLower(s),
            Vector128.WidenUpper(q) + Vector128.WidenUpper(s));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Sum(Vector128<double> a, Vector128<double> b, Vector128<double> c, Vector128<double> d)
    {
        var two = (a + c) + (b + d);
        return two.ToScalar() + two.GetElement(1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> MultiplyAdd(Vector128<T> x, Vector128<T> y, Vector128<T> z) => typeof(T) == typeof(float)
        ? Vector128.MultiplyAddEstimate(x.AsSingle(), y.AsSingle(), z.AsSingle()).As<float, T>()
        : Vector128.MultiplyAddEstimate(x.AsDouble(), y.AsDouble(), z.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> Exponent(Vector128<T> x) => typeof(T) == typeof(float)
        ? Vector128.ConvertToSingle((x.AsInt32() - Vector128.Create(0x3F3504F3)) >> 23).As<float, T>()
        : (Vector128.ConvertToDouble((x.AsInt64() - Vector128.Create(0x3FE6A09E667F3BCD)) >> 52)).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> Scale(Vector128<T> x, Vector128<T> power) => typeof(T) == typeof(float)
        ? (x.AsInt32() + (power.AsInt32() << 23)).As<int, T>()
        : (x.AsInt64() + (power.AsInt64() << 52)).As<long, T>();
}
