namespace StreamGmm;

/// <summary>A feature that is drawn: its name as the user wrote it, and what page units are on it.</summary>
/// <param name="Index">Which of the D features it is, from 0.</param>
/// <param name="Name">The name, to be escaped.</param>
/// <param name="Center">The value where u = 0; finite.</param>
/// <param name="Scale">One page unit; positive and finite.</param>
internal sealed record ReportAxis(int Index, string Name, double Center, double Scale)
{
    /// <summary>u of a value.</summary>
    public double ToPage(double value) => (value - Center) / Scale;

    /// <summary>The value of u.</summary>
    public double ToData(double u) => Center + (Scale * u);
}
