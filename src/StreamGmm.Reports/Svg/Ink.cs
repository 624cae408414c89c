namespace StreamGmm;

/// <summary>The colours and dashes of pictures, those of the page in its light theme, and the sizes of letters.</summary>
/// <remarks>A picture brings its own paper, so that it looks the same on a dark page.</remarks>
internal static class Ink
{
    public const string Paper = "#ffffff";
    public const string Text = "#1b2733";
    public const string Quiet = "#566573";
    public const string Axis = "#9aa5b1";
    public const string Grid = "#e3e8ee";
    public const string Bars = "#ccd5df";
    public const string Alarm = "#c0392b";

    public const double TitleSize = 16;
    public const double LabelSize = 12.5;
    public const double TickSize = 11.5;

    public const string Fonts = "system-ui, 'Helvetica Neue', Helvetica, Arial, 'DejaVu Sans', sans-serif";

    /// <summary>Colours that stay apart for the colour-blind: Okabe and Ito's (2008), the lighter ones darkened until they stand out from white.</summary>
    private static readonly string[] Colors = ["#0072b2", "#d55e00", "#009e73", "#b8579b", "#b87d00", "#3391cf", "#8a8200", "#4a5560"];

    private static readonly string?[] Dashes = [null, "7 3", "2 3", "9 3 2 3"];

    /// <summary>The colour of a component: eight, then again from the first.</summary>
    public static string Color(int slot) => Colors[slot % Colors.Length];

    /// <summary>The dashes of a component's lines, which tell apart those of one colour; null for a whole line.</summary>
    public static string? Dash(int slot) => Dashes[slot / Colors.Length % Dashes.Length];
}
