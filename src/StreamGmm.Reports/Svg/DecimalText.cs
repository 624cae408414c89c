using System.Globalization;

namespace StreamGmm;

/// <summary>What is written of m × 10ᵖ, m and p whole: exactly, without a detour through binary fractions.</summary>
internal static class DecimalText
{
    /// <summary>The double nearest to m × 10ᵖ.</summary>
    public static double Value(long mantissa, int power) =>
        double.Parse(string.Create(CultureInfo.InvariantCulture, $"{mantissa}e{power}"), CultureInfo.InvariantCulture);

    /// <summary>How many digits a whole number above 0 has.</summary>
    public static int Digits(long number) => number.ToString(CultureInfo.InvariantCulture).Length;

    /// <summary>How many zeros a whole number ends in; more than any other for 0.</summary>
    public static int Zeros(long number)
    {
        var zeros = 0;
        for (; zeros < 19 && number % 10 == 0; number /= 10)
            zeros++;
        return zeros;
    }

    /// <summary>All digits of m × 10ᵖ, with −p of them behind the point and thousands set apart from 10,000 on: "−0.50".</summary>
    public static string Text(long mantissa, int power)
    {
        var digits = Math.Abs(mantissa).ToString(CultureInfo.InvariantCulture);
        digits = power < 0 ? digits.PadLeft(1 - power, '0') : mantissa == 0 ? digits : digits + new string('0', power);
        var (whole, rest) = power < 0 ? (digits[..^-power], "." + digits[^-power..]) : (digits, "");
        for (var i = whole.Length > 4 ? whole.Length - 3 : 0; i > 0; i -= 3)
            whole = whole.Insert(i, ",");
        return (mantissa < 0 ? "−" : "") + whole + rest;
    }

    /// <summary>m × 10ᵖ, m above 0, with as few digits as say it: "1250", "123,456,780", "10⁸", "1.25×10⁹", "0.5".</summary>
    public static string Short(long mantissa, int power)
    {
        for (; mantissa % 10 == 0; mantissa /= 10)
            power++;
        var (digits, plain) = (Digits(mantissa), Text(mantissa, power));
        var raised = mantissa == 1 ? Power(power) : $"{Text(mantissa, 1 - digits)}×{Power(power + digits - 1)}";
        return plain.Length <= Math.Max(7, raised.Length) ? plain : raised;
    }

    /// <summary>A power of ten: "10⁻⁶".</summary>
    public static string Power(int exponent) =>
        "10" + string.Concat(exponent.ToString(CultureInfo.InvariantCulture).Select(c => c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c - '0']));
}
