using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StreamGmm.Kernels;

/// <summary>The lanes in two registers (AVX2).</summary>
internal readonly struct Lanes256<T>(Vector256<T> a0, Vector256<T> b0) : ILanes<Lanes256<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Vector256<T> a = a0;
    private readonly Vector256<T> b = b0;

    public static int Count => 2 * Vector256<T>.Count;

    public static bool AreOneRegister => false;

    public static Lanes256<T> Zero => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> All(T value) => new(Vector256.Create(value), Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Constant(double value) => All(T.CreateTruncating(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Load(ref readonly T source, nint offset) => new(Vector256.LoadUnsafe(in source, (nuint)offset), Vector256.LoadUnsafe(in source, (nuint)(offset + Vector256<T>.Count)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> MultiplyAdd(Lanes256<T> x, Lanes256<T> y, Lanes256<T> z) => new(MultiplyAdd(x.a, y.a, z.a), MultiplyAdd(x.b, y.b, z.b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Max(Lanes256<T> x, Lanes256<T> y) => new(Vector256.MaxNative(x.a, y.a), Vector256.MaxNative(x.b, y.b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Min(Lanes256<T> x, Lanes256<T> y) => new(Vector256.MinNative(x.a, y.a), Vector256.MinNative(x.b, y.b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Sqrt(Lanes256<T> x) => new(Vector256.Sqrt(x.a), Vector256.Sqrt(x.b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Exponent(Lanes256<T> x) => new(Exponent(x.a), Exponent(x.b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Numbers(Lanes256<T> x, Lanes256<T> otherwise) => new(Vector256.ConditionalSelect(Vector256.Equals(x.a, x.a), x.a, otherwise.a), Vector256.ConditionalSelect(Vector256.Equals(x.b, x.b), x.b, otherwise.b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Scale(Lanes256<T> x, Lanes256<T> power) => new(Scale(x.a, power.a), Scale(x.b, power.b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> WhereAtLeast(Lanes256<T> x, Lanes256<T> y, Lanes256<T> limit) => new(x.a & Vector256.GreaterThanOrEqual(y.a, limit.a), x.b & Vector256.GreaterThanOrEqual(y.b, limit.b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> WhereWeighted(Lanes256<T> x, Lanes256<T> weight) => new(Vector256.AndNot(x.a, Vector256.Equals(weight.a, Vector256<T>.Zero)), Vector256.AndNot(x.b, Vector256.Equals(weight.b, Vector256<T>.Zero)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> WhereLess(Lanes256<T> x, Lanes256<T> y, Lanes256<T> then, Lanes256<T> otherwise) => new(Vector256.ConditionalSelect(Vector256.LessThan(x.a, y.a), then.a, otherwise.a), Vector256.ConditionalSelect(Vector256.LessThan(x.b, y.b), then.b, otherwise.b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Less(Lanes256<T> x, Lanes256<T> y) => Vector256.LessThan(x.a, y.a).ExtractMostSignificantBits() | (Vector256.LessThan(x.b, y.b).ExtractMostSignificantBits() << Vector256<T>.Count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator +(Lanes256<T> x, Lanes256<T> y) => new(x.a + y.a, x.b + y.b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator -(Lanes256<T> x, Lanes256<T> y) => new(x.a - y.a, x.b - y.b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator *(Lanes256<T> x, Lanes256<T> y) => new(x.a * y.a, x.b * y.b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator /(Lanes256<T> x, Lanes256<T> y) => new(x.a / y.a, x.b / y.b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref T destination, nint offset)
    {
        a.StoreUnsafe(ref destination, (nuint)offset);
        b.StoreUnsafe(ref destination, (nuint)(offset + Vector256<T>.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Sum() => typeof(T) == typeof(float)
        ? Sum(Vector256.WidenLower(a.AsSingle()) + Vector256.WidenLower(b.AsSingle()), Vector256.WidenUpper(a.AsSingle()) + Vector256.WidenUpper(b.AsSingle()))
        : Sum(a.AsDouble(), b.AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Sum(Vector256<double> a, Vector256<double> b)
    {
        var four = a + b;
        var two = four.GetLower() + four.GetUpper();
        return two.ToScalar() + two.GetElement(1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> MultiplyAdd(Vector256<T> x, Vector256<T> y, Vector256<T> z) => typeof(T) == typeof(float)
        ? Vector256.MultiplyAddEstimate(x.AsSingle(), y.AsSingle(), z.AsSingle()).As<float, T>()
        : Vector256.MultiplyAddEstimate(x.AsDouble(), y.AsDouble(), z.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Exponent(Vector256<T> x) => typeof(T) == typeof(float)
        ? Vector256.ConvertToSingle((x.AsInt32() - Vector256.Create(0x3F3504F3)) >> 23).As<float, T>()
        : (Vector256.ConvertToDouble((x.AsInt64() - Vector256.Create(0x3FE6A09E667F3BCD)) >> 52)).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Scale(Vector256<T> x, Vector256<T> power) => typeof(T) == typeof(float)
        ? (x.AsInt32() + (power.AsInt32() << 23)).As<int, T>()
        : (x.AsInt64() + (power.AsInt64() << 52)).As<long, T>();
}
