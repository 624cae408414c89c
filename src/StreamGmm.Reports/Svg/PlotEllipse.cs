namespace StreamGmm;

/// <summary>The shape of an ellipse as SVG draws it: radii in pixels, turned by an angle in degrees.</summary>
internal readonly record struct PlotEllipse(double Major, double Minor, double Degrees)
{
    /// <summary>The ellipse of points at Mahalanobis distance 1 from their mean, of a covariance [a b; b c] in pixels: its axes are the eigenvectors.</summary>
    public static PlotEllipse Of(double a, double b, double c)
    {
        var (middle, half) = ((a + c) / 2, double.Hypot((a - c) / 2, b));
        return new(Math.Sqrt(middle + half), Math.Sqrt(Math.Max(0, middle - half)), Math.Atan2(2 * b, a - c) * (90 / Math.PI));
    }
}
