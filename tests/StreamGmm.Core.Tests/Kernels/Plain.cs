namespace StreamGmm.Core.Tests.Kernels;

/// <summary>Numbers from plain loops in doubles, each with the margin that rounding needs.</summary>
internal sealed class Plain
{
    public Plain(IEnumerable<(double Value, double Margin)> numbers)
    {
        var all = numbers.ToArray();
        (Values, Margins) = ([.. all.Select(number => number.Value)], [.. all.Select(number => number.Margin)]);
    }

    public double[] Values { get; }

    public double[] Margins { get; }

    /// <summary>A sum, and the sum of the magnitudes.</summary>
    public static (double Sum, double Magnitude) Sum(int count, Func<int, double> term)
    {
        double sum = 0, magnitude = 0;
        for (var i = 0; i < count; i++)
        {
            var x = term(i);
            (sum, magnitude) = (sum + x, magnitude + Math.Abs(x));
        }

        return (sum, magnitude);
    }
}
