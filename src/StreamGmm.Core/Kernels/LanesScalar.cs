using System.Runtime.CompilerServices;

namespace StreamGmm.Kernels;

/// <summary>Eight lanes one by one, for machines without vectors: a b + c is rounded twice, as a fused one would be emulated.</summary>
internal struct LanesScalar : ILanes<LanesScalar>
{
    private Eight v;

    public static bool AreOneRegister => false;

    public static LanesScalar Zero => default;

    public static LanesScalar All(double value)
    {
        var result = default(LanesScalar);
        ((Span<double>)result.v).Fill(value);
        return result;
    }

    public static LanesScalar Load(ref readonly double source, nint offset)
    {
        var result = default(LanesScalar);
        for (var i = 0; i < 8; i++)
            result.v[i] = Unsafe.Add(ref Unsafe.AsRef(in source), offset + i);
        return result;
    }

    public static LanesScalar MultiplyAdd(LanesScalar a, LanesScalar b, LanesScalar c)
    {
        for (var i = 0; i < 8; i++)
            c.v[i] = (a.v[i] * b.v[i]) + c.v[i];
        return c;
    }

    public static LanesScalar Max(LanesScalar a, LanesScalar b) => Zip(a, b, Math.Max);

    public static LanesScalar Min(LanesScalar a, LanesScalar b) => Zip(a, b, Math.Min);

    public static LanesScalar Log(LanesScalar x) => Zip(x, x, (a, _) => Math.Log(a));

    public static LanesScalar Numbers(LanesScalar x, LanesScalar otherwise) => Zip(x, otherwise, (a, b) => double.IsNaN(a) ? b : a);

    public static LanesScalar Scale(LanesScalar x, LanesScalar power) =>
        Zip(x, power, (a, p) => BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(a) + (BitConverter.DoubleToInt64Bits(p) << 52)));

    public static LanesScalar WhereAtLeast(LanesScalar x, LanesScalar y, LanesScalar limit)
    {
        for (var i = 0; i < 8; i++)
            x.v[i] = y.v[i] >= limit.v[i] ? x.v[i] : 0;
        return x;
    }

    public static LanesScalar WhereWeighted(LanesScalar x, LanesScalar weight) => Zip(x, weight, (a, w) => w == 0 ? 0 : a);

    public static LanesScalar WhereLess(LanesScalar a, LanesScalar b, LanesScalar then, LanesScalar otherwise)
    {
        for (var i = 0; i < 8; i++)
            otherwise.v[i] = a.v[i] < b.v[i] ? then.v[i] : otherwise.v[i];
        return otherwise;
    }

    public static LanesScalar operator +(LanesScalar a, LanesScalar b)
    {
        for (var i = 0; i < 8; i++)
            a.v[i] += b.v[i];
        return a;
    }

    public static LanesScalar operator -(LanesScalar a, LanesScalar b)
    {
        for (var i = 0; i < 8; i++)
            a.v[i] -= b.v[i];
        return a;
    }

    public static LanesScalar operator *(LanesScalar a, LanesScalar b)
    {
        for (var i = 0; i < 8; i++)
            a.v[i] *= b.v[i];
        return a;
    }

    public static LanesScalar operator /(LanesScalar a, LanesScalar b)
    {
        for (var i = 0; i < 8; i++)
            a.v[i] /= b.v[i];
        return a;
    }

    public readonly void Store(ref double destination, nint offset)
    {
        for (var i = 0; i < 8; i++)
            Unsafe.Add(ref destination, offset + i) = v[i];
    }

    public readonly double Sum() => ((v[0] + v[4]) + (v[2] + v[6])) + ((v[1] + v[5]) + (v[3] + v[7]));

    private static LanesScalar Zip(LanesScalar a, LanesScalar b, Func<double, double, double> operation)
    {
        for (var i = 0; i < 8; i++)
            a.v[i] = operation(a.v[i], b.v[i]);
        return a;
    }

    [InlineArray(8)]
    private struct Eight
    {
        private double first;
    }
}
