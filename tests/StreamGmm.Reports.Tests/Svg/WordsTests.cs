namespace StreamGmm.Reports.Tests.Svg;

public sealed class WordsTests
{
    [Theory]
    [InlineData(12_006.2, double.NaN, "12,006")]
    [InlineData(-7_050_560.4, double.NaN, "−7,050,560")]
    [InlineData(-4.1554, double.NaN, "−4.155")]
    [InlineData(1837.2, double.NaN, "1837")]
    [InlineData(-6, double.NaN, "−6")]
    [InlineData(123_456, 100_000.0, "123,456")]
    [InlineData(1e12 + 2.036, 0.3, "1,000,000,000,002.04")]
    [InlineData(2.5e-140, double.NaN, "2.5×10⁻¹⁴⁰")]
    [InlineData(9999.96, double.NaN, "10,000")]
    [InlineData(0, 1.0, "0")]
    [InlineData(double.NaN, 1.0, "not known")]
    public void Values_are_read_without_exponents(double value, double scale, string text) => Assert.Equal(text, Words.Value(value, scale));
}
