using System.Globalization;
using System.Text;

namespace StreamGmm;

/// <summary>The text of a path's "d", in hundredths of a pixel: starts are absolute, all else is relative to the rounded place before, so that it is short and rounding does not add up.</summary>
internal sealed class PathData
{
    /// <summary>What lies farther out than this is drawn at it: no picture is as large, and no renderer has to fear the number.</summary>
    private const double Farthest = 1e5;

    private readonly StringBuilder text = new();
    private long x;
    private long y;
    private char last;

    /// <summary>True where nothing is drawn.</summary>
    public bool IsEmpty => text.Length == 0;

    /// <summary>A number as it is written in a picture: rounded to hundredths, "12.5", "-0.25".</summary>
    public static string Number(double value) => Hundredths(Rounded(value));

    /// <summary>A line through all points; back to the first if it is closed. Gaps are where a point is not finite; a point between gaps is a dot.</summary>
    public PathData Line(IEnumerable<(double X, double Y)> points, bool isClosed = false)
    {
        var isBegun = false;
        foreach (var point in points)
        {
            var isPoint = double.IsFinite(point.X) && double.IsFinite(point.Y);
            if (isPoint && isBegun)
                LineTo(point);
            else if (isPoint)
                MoveTo(point);
            else
                End();
            isBegun = isPoint;
        }

        End();
        if (isClosed && isBegun)
            (_, last) = (text.Append('z'), 'z');
        return this;

        void End()
        {
            if (last == 'M')
                (_, last) = (text.Append("h0"), 'h');
        }
    }

    /// <summary>Points without extent, drawn by a round cap: each place once, since dots of one path are painted as one.</summary>
    /// <remarks>Tenths of a pixel do for dots: a third less text.</remarks>
    public PathData Dots(IEnumerable<(double X, double Y)> points)
    {
        foreach (var (px, py) in points.Select(p => (Math.Round(p.X, 1), Math.Round(p.Y, 1))).Distinct().Order())
        {
            if (IsEmpty)
                MoveTo((px, py));
            else
                Relative('m', Rounded(px), Rounded(py));
            (_, last) = (text.Append("h0"), 'h');
        }

        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => text.ToString();

    private static long Rounded(double value) => (long)Math.Round(Math.Clamp(value, -Farthest, Farthest) * 100);

    private static string Hundredths(long value) => (value / 100m).ToString("0.##", CultureInfo.InvariantCulture);

    private void MoveTo((double X, double Y) point)
    {
        (x, y) = (Rounded(point.X), Rounded(point.Y));
        text.Append('M');
        last = 'M';
        Append(x);
        Append(y);
    }

    private void LineTo((double X, double Y) point)
    {
        var (px, py) = (Rounded(point.X), Rounded(point.Y));
        if ((px, py) != (x, y))
            Relative('l', px, py);
    }

    private void Relative(char command, long px, long py)
    {
        if (last != command)
            text.Append(command);
        last = command;
        Append(px - x);
        Append(py - y);
        (x, y) = (px, py);
    }

    /// <summary>A number, apart from the one before where they would run together; without the 0 before the point.</summary>
    private void Append(long value)
    {
        var number = Hundredths(value).Replace("0.", ".", StringComparison.Ordinal);
        number = Math.Abs(value) < 100 ? number : Hundredths(value);
        if (number[0] != '-' && !char.IsAsciiLetter(text[^1]))
            text.Append(' ');
        text.Append(number);
    }
}
