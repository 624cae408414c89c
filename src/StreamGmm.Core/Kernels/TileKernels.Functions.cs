using System.Runtime.CompilerServices;

namespace StreamGmm.Kernels;

/// <content>The exponential and the logarithm, for doubles and for floats.</content>
internal sealed partial class TileKernels<TLanes, T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLanes Exp(TLanes x) => typeof(T) == typeof(float) ? ExpOfFloats(x) : ExpOfDoubles(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLanes Log(TLanes x) => typeof(T) == typeof(float) ? LogOfFloats(x) : LogOfDoubles(x);

    /// <summary>eˣ for x ≤ 0, to half a unit in the last place or little more; 0 below −707, where nothing is left of a responsibility.</summary>
    /// <remarks>x = n ln 2 + r, eʳ = 1 + r + r² q(r), q the polynomial through the Chebyshev nodes of |r| ≤ ½ ln 2 (its error: 3e-18).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes ExpOfDoubles(TLanes x)
    {
        // Adding 1.5 · 2⁵² rounds to a whole number, which then stands in the low bits.
        var magic = TLanes.Constant(6755399441055744.0);
        var power = TLanes.MultiplyAdd(x, TLanes.Constant(1.4426950408889634), magic);
        var n = power - magic;
        var r = TLanes.MultiplyAdd(n, TLanes.Constant(-0.6931471803691238), x);
        r = TLanes.MultiplyAdd(n, TLanes.Constant(-1.9082149292705877e-10), r);

        var r2 = r * r;
        var odd = TLanes.MultiplyAdd(r2, TLanes.Constant(2.5100472505694996e-08), TLanes.Constant(2.7557268276905696e-06));
        var even = TLanes.MultiplyAdd(r2, TLanes.Constant(2.7620201591031547e-07), TLanes.Constant(2.4801521057868204e-05));
        odd = TLanes.MultiplyAdd(r2, odd, TLanes.Constant(0.00019841269863171557));
        even = TLanes.MultiplyAdd(r2, even, TLanes.Constant(0.0013888888917367081));
        odd = TLanes.MultiplyAdd(r2, odd, TLanes.Constant(0.008333333333330039));
        even = TLanes.MultiplyAdd(r2, even, TLanes.Constant(0.041666666666623824));
        odd = TLanes.MultiplyAdd(r2, odd, TLanes.Constant(0.16666666666666669));
        even = TLanes.MultiplyAdd(r2, even, TLanes.Constant(0.5000000000000001));
        var q = TLanes.MultiplyAdd(r, odd, even);

        var e = TLanes.MultiplyAdd(r2, q, r) + TLanes.Constant(1);
        return TLanes.WhereAtLeast(TLanes.Scale(e, power), x, TLanes.Constant(-707));
    }

    /// <summary>eˣ for x ≤ 0, to 1 unit in the last place of a float; 0 below −86, where floats end.</summary>
    /// <remarks>As for doubles, with the polynomial of Cephes (Moshier, 1989).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes ExpOfFloats(TLanes x)
    {
        // Adding 1.5 · 2²³ rounds to a whole number, which then stands in the low bits.
        var magic = TLanes.Constant(12582912);
        var power = TLanes.MultiplyAdd(x, TLanes.Constant(1.4426950408889634), magic);
        var n = power - magic;
        var r = TLanes.MultiplyAdd(n, TLanes.Constant(-0.693359375), x);
        r = TLanes.MultiplyAdd(n, TLanes.Constant(2.12194440e-4), r);

        var r2 = r * r;
        var q01 = TLanes.MultiplyAdd(r, TLanes.Constant(1.6666665459e-1), TLanes.Constant(5.0000001201e-1));
        var q23 = TLanes.MultiplyAdd(r, TLanes.Constant(8.3334519073e-3), TLanes.Constant(4.1665795894e-2));
        var q45 = TLanes.MultiplyAdd(r, TLanes.Constant(1.9875691500e-4), TLanes.Constant(1.3981999507e-3));
        var q = TLanes.MultiplyAdd(r2, TLanes.MultiplyAdd(r2, q45, q23), q01);

        var e = TLanes.MultiplyAdd(r2, q, r) + TLanes.Constant(1);
        return TLanes.WhereAtLeast(TLanes.Scale(e, power), x, TLanes.Constant(-86));
    }

    /// <summary>ln x for normal x > 0, to one unit in the last place.</summary>
    /// <remarks>x = m 2ᵉ, s = (m − 1) / (m + 1), ln m = 2 s + s³ (2/3 + 2/5 s² …): the coefficients are those of fdlibm's log (Sun Microsystems, 1993).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes LogOfDoubles(TLanes x)
    {
        var exponent = TLanes.Exponent(x);
        var mantissa = TLanes.Scale(x, TLanes.Constant(6755399441055744.0) - exponent);
        var f = mantissa - TLanes.Constant(1);
        var s = f / (mantissa + TLanes.Constant(1));
        var z = s * s;
        var p = TLanes.MultiplyAdd(z, TLanes.Constant(0.14798198605116586), TLanes.Constant(0.15313837699209373));
        p = TLanes.MultiplyAdd(z, p, TLanes.Constant(0.1818357216161805));
        p = TLanes.MultiplyAdd(z, p, TLanes.Constant(0.22222198432149784));
        p = TLanes.MultiplyAdd(z, p, TLanes.Constant(0.2857142874366239));
        p = TLanes.MultiplyAdd(z, p, TLanes.Constant(0.3999999999940942));
        p = TLanes.MultiplyAdd(z, p, TLanes.Constant(0.6666666666666735));

        // ln m = f − f²/2 + s (f²/2 + z p)
        var half = TLanes.Constant(0.5) * (f * f);
        var rest = TLanes.MultiplyAdd(exponent, TLanes.Constant(1.9082149292705877e-10), s * TLanes.MultiplyAdd(z, p, half));
        return TLanes.MultiplyAdd(exponent, TLanes.Constant(0.6931471803691238), f + (rest - half));
    }

    /// <summary>ln x for normal x > 0, to one unit in the last place of a float.</summary>
    /// <remarks>As for doubles, with the coefficients of fdlibm's logf.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes LogOfFloats(TLanes x)
    {
        var exponent = TLanes.Exponent(x);
        var mantissa = TLanes.Scale(x, TLanes.Constant(12582912) - exponent);
        var f = mantissa - TLanes.Constant(1);
        var s = f / (mantissa + TLanes.Constant(1));
        var z = s * s;
        var p = TLanes.MultiplyAdd(z, TLanes.Constant(0.24279078841), TLanes.Constant(0.28498786688));
        p = TLanes.MultiplyAdd(z, p, TLanes.Constant(0.40000972152));
        p = TLanes.MultiplyAdd(z, p, TLanes.Constant(0.66666662693));

        // ln m = f − f²/2 + s (f²/2 + z p)
        var half = TLanes.Constant(0.5) * (f * f);
        var rest = TLanes.MultiplyAdd(exponent, TLanes.Constant(9.0580006145e-06), s * TLanes.MultiplyAdd(z, p, half));
        return TLanes.MultiplyAdd(exponent, TLanes.Constant(6.9313812256e-01), f + (rest - half));
    }
}
