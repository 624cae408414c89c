using FsCheck;
using FsCheck.Fluent;

namespace StreamGmm.Reports.Tests.Svg;

/// <summary>Ranges of axes: of any magnitude, around 0 and far from it.</summary>
internal static class Ranges
{
    public static Arbitrary<Range> All => Arb.From(
        from exponent in Gen.Choose(-300, 299)
        from digits in Gen.Choose(100, 999)
        from distance in Gen.Choose(-11, 3)
        from away in Gen.Choose(-1000, 1000)
        from most in Gen.Choose(2, 12)
        let length = digits / 100.0 * Math.Pow(10, exponent)
        let low = length * (away / 1000.0) * Math.Pow(10, -distance)
        where double.IsFinite(low) && Math.Abs(low) < 1e300
        select new Range(low, low + length, most));

    internal sealed record Range(double Low, double High, int Most)
    {
        public Ticks Ticks => Ticks.Of(Low, High, Most);
    }
}
