namespace StreamGmm.Reports.Tests.Making;

public sealed class TextTests
{
    [Theory]
    [InlineData(-4.155389694, "-4.15539")]
    [InlineData(2282.532, "2,282.53")]
    [InlineData(-2322.2, "-2,322.2")]
    [InlineData(36518.7388, "36,518.7")]
    [InlineData(17985512.4, "17,985,512")]
    [InlineData(999_999_999, "999,999,999")]
    [InlineData(0, "0")]
    [InlineData(49, "49")]
    [InlineData(0.00012345678, "0.000123457")]
    [InlineData(1.798554e12, "1.79855×10¹²")]
    [InlineData(-1.5e-140, "-1.5×10⁻¹⁴⁰")]
    [InlineData(999999.96, "1,000,000")]
    [InlineData(double.NegativeInfinity, "−∞")]
    [InlineData(double.NaN, "unknown")]
    public void Values_have_six_digits_and_no_exponent_where_they_are_read_without(double value, string text) => Assert.Equal(text, Text.Value(value));
}
