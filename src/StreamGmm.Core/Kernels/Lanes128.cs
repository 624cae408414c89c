using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StreamGmm.Kernels;

/// <summary>Eight lanes in four registers (NEON, SSE2).</summary>
internal readonly struct Lanes128(Vector128<double> a0, Vector128<double> b0, Vector128<double> c0, Vector128<double> d0) : ILanes<Lanes128>
{
    private readonly Vector128<double> a = a0;
    private readonly Vector128<double> b = b0;
    private readonly Vector128<double> c = c0;
    private readonly Vector128<double> d = d0;

    public static bool AreOneRegister => false;

    public static Lanes128 Zero => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 All(double value) => new(Vector128.Create(value), Vector128.Create(value), Vector128.Create(value), Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Load(ref readonly double source, nint offset) => new(Vector128.LoadUnsafe(in source, (nuint)(offset)), Vector128.LoadUnsafe(in source, (nuint)(offset + 2)), Vector128.LoadUnsafe(in source, (nuint)(offset + 4)), Vector128.LoadUnsafe(in source, (nuint)(offset + 6)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 MultiplyAdd(Lanes128 x, Lanes128 y, Lanes128 z) => new(Vector128.MultiplyAddEstimate(x.a, y.a, z.a), Vector128.MultiplyAddEstimate(x.b, y.b, z.b), Vector128.MultiplyAddEstimate(x.c, y.c, z.c), Vector128.MultiplyAddEstimate(x.d, y.d, z.d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Max(Lanes128 x, Lanes128 y) => new(Vector128.Max(x.a, y.a), Vector128.Max(x.b, y.b), Vector128.Max(x.c, y.c), Vector128.Max(x.d, y.d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Min(Lanes128 x, Lanes128 y) => new(Vector128.Min(x.a, y.a), Vector128.Min(x.b, y.b), Vector128.Min(x.c, y.c), Vector128.Min(x.d, y.d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Log(Lanes128 x) => new(Vector128.Log(x.a), Vector128.Log(x.b), Vector128.Log(x.c), Vector128.Log(x.d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Numbers(Lanes128 x, Lanes128 otherwise) => new(Vector128.ConditionalSelect(Vector128.Equals(x.a, x.a), x.a, otherwise.a), Vector128.ConditionalSelect(Vector128.Equals(x.b, x.b), x.b, otherwise.b), Vector128.ConditionalSelect(Vector128.Equals(x.c, x.c), x.c, otherwise.c), Vector128.ConditionalSelect(Vector128.Equals(x.d, x.d), x.d, otherwise.d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Scale(Lanes128 x, Lanes128 power) => new(Scale(x.a, power.a), Scale(x.b, power.b), Scale(x.c, power.c), Scale(x.d, power.d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 WhereAtLeast(Lanes128 x, Lanes128 y, Lanes128 limit) => new(x.a & Vector128.GreaterThanOrEqual(y.a, limit.a), x.b & Vector128.GreaterThanOrEqual(y.b, limit.b), x.c & Vector128.GreaterThanOrEqual(y.c, limit.c), x.d & Vector128.GreaterThanOrEqual(y.d, limit.d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 WhereWeighted(Lanes128 x, Lanes128 weight) => new(Vector128.AndNot(x.a, Vector128.Equals(weight.a, Vector128<double>.Zero)), Vector128.AndNot(x.b, Vector128.Equals(weight.b, Vector128<double>.Zero)), Vector128.AndNot(x.c, Vector128.Equals(weight.c, Vector128<double>.Zero)), Vector128.AndNot(x.d, Vector128.Equals(weight.d, Vector128<double>.Zero)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 WhereLess(Lanes128 x, Lanes128 y, Lanes128 then, Lanes128 otherwise) => new(
            Vector128.ConditionalSelect(Vector128.LessThan(x.a, y.a), then.a, otherwise.a),
            Vector128.ConditionalSelect(Vector128.LessThan(x.b, y.b), then.b, otherwise.b),
            Vector128.ConditionalSelect(Vector128.LessThan(x.c, y.c), then.c, otherwise.c),
            Vector128.ConditionalSelect(Vector128.LessThan(x.d, y.d), then.d, otherwise.d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator +(Lanes128 x, Lanes128 y) => new(x.a + y.a, x.b + y.b, x.c + y.c, x.d + y.d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator -(Lanes128 x, Lanes128 y) => new(x.a - y.a, x.b - y.b, x.c - y.c, x.d - y.d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator *(Lanes128 x, Lanes128 y) => new(x.a * y.a, x.b * y.b, x.c * y.c, x.d * y.d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator /(Lanes128 x, Lanes128 y) => new(x.a / y.a, x.b / y.b, x.c / y.c, x.d / y.d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref double destination, nint offset)
    {
        a.StoreUnsafe(ref destination, (nuint)(offset));
        b.StoreUnsafe(ref destination, (nuint)(offset + 2));
        c.StoreUnsafe(ref destination, (nuint)(offset + 4));
        d.StoreUnsafe(ref destination, (nuint)(offset + 6));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Sum()
    {
        var two = (a + c) + (b + d);
        return two.ToScalar() + two.GetElement(1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> Scale(Vector128<double> x, Vector128<double> power) => (x.AsInt64() + (power.AsInt64() << 52)).AsDouble();
}
