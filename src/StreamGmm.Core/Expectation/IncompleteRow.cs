using System.Numerics.Tensors;

namespace StreamGmm;

/// <summary>A row with missing values under a mixture: its density, its responsibilities, and what each component expects in place of what is missing. Used again for every row.</summary>
internal sealed class IncompleteRow(GaussianMixture mixture, ObservedParts parts)
{
    private readonly double[] row = new double[mixture.Dimension];
    private readonly double[] shares = new double[mixture.Components];
    private readonly double[] whitened = new double[mixture.Components * mixture.Dimension];
    private int pattern = MissingPatterns.Complete;

    /// <summary>What the mixture says of rows of this pattern.</summary>
    public ObservedPart Part { get; private set; } = null!;

    /// <summary>ln p of what is observed, 0 where nothing is; where the row is labelled, the score of its component.</summary>
    public double LogDensity { get; private set; }

    /// <summary>The probability of each component, K values that sum to 1.</summary>
    public ReadOnlySpan<double> Shares => shares;

    /// <summary>Looks at a row that is incomplete; a label below 0 is none.</summary>
    public void Evaluate(Samples samples, int index, int label)
    {
        samples.CopyRow(index, row);
        var own = samples.Patterns!.OfRow(index);
        if (own != pattern)
            (pattern, Part) = (own, parts[own]);
        for (var k = 0; k < shares.Length; k++)
        {
            CopyDifference(k, Whitened(k));
            shares[k] = Part.Score(k, Whitened(k));
            if (double.IsNaN(shares[k]))
                shares[k] = double.NegativeInfinity;
        }

        if (label >= 0)
        {
            LogDensity = shares[label];
            SetCertain(label);
            return;
        }

        LogDensity = Normalize();
        if (LogDensity == double.NegativeInfinity)
            SetCertain(Nearest());
        if (Part.Observed.IsEmpty)
            LogDensity = 0;
    }

    /// <summary>Writes what a component expects the row to be, relative to an origin.</summary>
    public void Complete(int component, ReadOnlySpan<double> origin, Span<double> completed)
    {
        foreach (var axis in Part.Observed)
            completed[axis] = row[axis] - origin[axis];
        var missing = Part.Missing;
        for (var b = 0; b < missing.Length; b++)
            completed[missing[b]] = Expected(component, b) - origin[missing[b]];
    }

    /// <summary>Writes what a component expects of the missing values, as they are.</summary>
    public void Expect(int component, Span<double> expected)
    {
        for (var b = 0; b < expected.Length; b++)
            expected[b] = Expected(component, b);
    }

    /// <summary>Far away from all components too what is expected is a number that samples may have.</summary>
    private double Expected(int component, int place)
    {
        var mean = mixture.Means.AsSpan()[(component * mixture.Dimension) + Part.Missing[place]];
        var expected = mean + Part.Shift(component, place, Whitened(component));
        return double.IsNaN(expected) ? mean : Math.Clamp(expected, -0.5 * Samples.Limit, 0.5 * Samples.Limit);
    }

    private Span<double> Whitened(int component) => whitened.AsSpan(component * mixture.Dimension, Part.Observed.Length);

    private void CopyDifference(int component, Span<double> difference)
    {
        var mean = mixture.Means.Row(component);
        var observed = Part.Observed;
        for (var a = 0; a < difference.Length; a++)
            difference[a] = row[observed[a]] - mean[observed[a]];
    }

    /// <summary>Turns scores into shares and gives the logarithm of their sum, with the largest taken out first.</summary>
    private double Normalize()
    {
        var largest = TensorPrimitives.Max<double>(shares);
        if (largest == double.NegativeInfinity)
            return largest;
        double sum = 0;
        foreach (ref var share in shares.AsSpan())
            sum += share = Math.Exp(share - largest);
        foreach (ref var share in shares.AsSpan())
            share /= sum;
        return largest + Math.Log(sum);
    }

    private void SetCertain(int component)
    {
        Array.Clear(shares);
        shares[component] = 1;
    }

    /// <summary>The nearest component of a row so far away that every squared distance overflowed.</summary>
    private int Nearest()
    {
        var (nearest, least) = (-1, double.PositiveInfinity);
        var difference = new double[Part.Observed.Length];
        for (var k = 0; k < shares.Length; k++)
        {
            if (mixture.Weights[k] == 0)
                continue;
            CopyDifference(k, difference);
            var largest = TensorPrimitives.MaxMagnitude<double>(difference);
            TensorPrimitives.Divide(difference, largest, difference);
            Part.Score(k, difference);
            var peak = Math.Abs(TensorPrimitives.MaxMagnitude<double>(difference));
            TensorPrimitives.Divide(difference, peak, difference);
            var distance = Math.Log(Math.Abs(largest)) + Math.Log(peak) + (0.5 * Math.Log(InnerProduct.Of(difference, difference)));
            if (nearest < 0 || distance < least)
                (nearest, least) = (k, distance);
        }

        return nearest;
    }
}
