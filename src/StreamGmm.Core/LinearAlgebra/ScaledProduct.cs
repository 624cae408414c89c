namespace StreamGmm;

/// <summary>A product of positive numbers that never leaves the range of doubles: a whole number of twos, and a rest from 1 to 2.</summary>
internal readonly record struct ScaledProduct(long Twos, double Significand)
{
    /// <summary>The bits of a double's exponent from 1 to 2.</summary>
    public const long Exponent = 0x3FF0000000000000;

    /// <summary>The bits that are a double's fraction.</summary>
    public const long Fraction = 0x000FFFFFFFFFFFFF;

    private const double LogTwo = 0.6931471805599453;

    /// <summary>The product of nothing.</summary>
    public static ScaledProduct One { get; } = new(0, 1);

    public static ScaledProduct operator *(ScaledProduct left, double factor)
    {
        var twos = left.Twos;
        if (factor < 1e-300)
        {
            // The smallest numbers have no whole fraction.
            factor *= 18446744073709551616.0;
            twos -= 64;
        }

        var bits = BitConverter.DoubleToInt64Bits(factor);
        var product = BitConverter.DoubleToInt64Bits(left.Significand * BitConverter.Int64BitsToDouble((bits & Fraction) | Exponent));
        return new ScaledProduct(twos + (bits >> 52) + (product >> 52) - 2046, BitConverter.Int64BitsToDouble((product & Fraction) | Exponent));
    }

    /// <summary>ln of this over another.</summary>
    public double LogBeyond(ScaledProduct other) => ((Twos - other.Twos) * LogTwo) + (Math.Log(Significand) - Math.Log(other.Significand));
}
