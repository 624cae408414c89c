namespace StreamGmm.Reports.Tests.Svg;

public sealed class ShapeTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a\tb\nc", "a b c")]
    [InlineData("\u0000\u0008", "\ufffd\ufffd")]
    [InlineData("😀", "😀")]
    public void Text_is_what_xml_can_hold(string text, string clean) => Assert.Equal(clean, Shape.Clean(text));

    [Fact]
    public void Half_a_character_is_none() => Assert.Equal("\ufffd \ufffd\ufffd", Shape.Clean("\ud83d \ude00\ud83d"));

    [Theory]
    [InlineData("short", "short")]
    [InlineData("rather long a text", "rather lo…")]
    [InlineData("12345678😀90123", "12345678…")]
    public void Text_is_cut_to_its_room(string text, string fitted) => Assert.Equal(fitted, Shape.Fitted(text, 10, 10 * Shape.Width("x", 10)));
}
