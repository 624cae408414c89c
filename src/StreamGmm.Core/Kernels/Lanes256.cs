using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StreamGmm.Kernels;

/// <summary>Eight lanes in two registers (AVX2).</summary>
internal readonly struct Lanes256(Vector256<double> a0, Vector256<double> b0) : ILanes<Lanes256>
{
    private readonly Vector256<double> a = a0;
    private readonly Vector256<double> b = b0;

    public static bool AreOneRegister => false;

    public static Lanes256 Zero => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 All(double value) => new(Vector256.Create(value), Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Load(ref readonly double source, nint offset) => new(Vector256.LoadUnsafe(in source, (nuint)(offset)), Vector256.LoadUnsafe(in source, (nuint)(offset + 4)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 MultiplyAdd(Lanes256 x, Lanes256 y, Lanes256 z) => new(Vector256.MultiplyAddEstimate(x.a, y.a, z.a), Vector256.MultiplyAddEstimate(x.b, y.b, z.b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Max(Lanes256 x, Lanes256 y) => new(Vector256.Max(x.a, y.a), Vector256.Max(x.b, y.b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Min(Lanes256 x, Lanes256 y) => new(Vector256.Min(x.a, y.a), Vector256.Min(x.b, y.b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Log(Lanes256 x) => new(Vector256.Log(x.a), Vector256.Log(x.b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Numbers(Lanes256 x, Lanes256 otherwise) => new(Vector256.ConditionalSelect(Vector256.Equals(x.a, x.a), x.a, otherwise.a), Vector256.ConditionalSelect(Vector256.Equals(x.b, x.b), x.b, otherwise.b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Scale(Lanes256 x, Lanes256 power) => new(Scale(x.a, power.a), Scale(x.b, power.b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 WhereAtLeast(Lanes256 x, Lanes256 y, Lanes256 limit) => new(x.a & Vector256.GreaterThanOrEqual(y.a, limit.a), x.b & Vector256.GreaterThanOrEqual(y.b, limit.b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 WhereWeighted(Lanes256 x, Lanes256 weight) => new(Vector256.AndNot(x.a, Vector256.Equals(weight.a, Vector256<double>.Zero)), Vector256.AndNot(x.b, Vector256.Equals(weight.b, Vector256<double>.Zero)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 WhereLess(Lanes256 x, Lanes256 y, Lanes256 then, Lanes256 otherwise) => new(Vector256.ConditionalSelect(Vector256.LessThan(x.a, y.a), then.a, otherwise.a), Vector256.ConditionalSelect(Vector256.LessThan(x.b, y.b), then.b, otherwise.b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator +(Lanes256 x, Lanes256 y) => new(x.a + y.a, x.b + y.b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator -(Lanes256 x, Lanes256 y) => new(x.a - y.a, x.b - y.b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator *(Lanes256 x, Lanes256 y) => new(x.a * y.a, x.b * y.b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator /(Lanes256 x, Lanes256 y) => new(x.a / y.a, x.b / y.b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref double destination, nint offset)
    {
        a.StoreUnsafe(ref destination, (nuint)(offset));
        b.StoreUnsafe(ref destination, (nuint)(offset + 4));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Sum()
    {
        var four = a + b;
        var two = four.GetLower() + four.GetUpper();
        return two.ToScalar() + two.GetElement(1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Scale(Vector256<double> x, Vector256<double> power) => (x.AsInt64() + (power.AsInt64() << 52)).AsDouble();
}
