namespace StreamGmm;

/// <summary>Sums of numbers that are known by their logarithms.</summary>
internal static class LogSum
{
    /// <summary>ln Σ exp(xᵢ), with the largest term taken out first; −∞ of nothing.</summary>
    public static double Exp(ReadOnlySpan<double> logarithms)
    {
        var largest = Largest(logarithms);
        return double.IsInfinity(largest) ? largest : largest + Beyond(logarithms, largest);
    }

    /// <summary>xᵢ ← xᵢ − ln Σ exp(x), so that they are the logarithms of shares of 1, however large they were; gives ln Σ exp(x). Left as they are where all are −∞.</summary>
    public static double Normalize(Span<double> logarithms)
    {
        var largest = Largest(logarithms);
        if (double.IsInfinity(largest))
            return largest;
        var beyond = Beyond(logarithms, largest);
        foreach (ref var x in logarithms)
            x = x - largest - beyond;
        return largest + beyond;
    }

    private static double Largest(ReadOnlySpan<double> logarithms)
    {
        var largest = double.NegativeInfinity;
        foreach (var x in logarithms)
            largest = Math.Max(largest, x);
        return largest;
    }

    private static double Beyond(ReadOnlySpan<double> logarithms, double largest)
    {
        var sum = 0.0;
        foreach (var x in logarithms)
            sum += Math.Exp(x - largest);
        return Math.Log(sum);
    }
}
