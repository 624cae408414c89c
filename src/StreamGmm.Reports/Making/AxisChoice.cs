namespace StreamGmm;

/// <summary>Which features are drawn where there are too many for one page.</summary>
internal static class AxisChoice
{
    /// <summary>So many of the D features, ascending: those asked for, then those of the largest merit, the first of equal ones.</summary>
    public static int[] Of(int dimension, int axes, ReadOnlySpan<int> asked, Func<double[]> merits)
    {
        if (axes >= dimension)
            return [.. Enumerable.Range(0, dimension)];
        var (own, wanted) = (merits(), asked.ToArray());
        return [.. Enumerable.Range(0, dimension).OrderByDescending(j => wanted.Contains(j)).ThenByDescending(j => own[j]).Take(axes).Order()];
    }

    /// <summary>The share of the mixture's variance that lies between its components, for each of D features: 0 where they do not differ, up to 1.</summary>
    public static double[] Apartness(GaussianMixture mixture)
    {
        var (between, within) = (new double[mixture.Dimension], new double[mixture.Dimension]);
        var mean = mixture.Mean();
        for (var k = 0; k < mixture.Components; k++)
        {
            var covariance = mixture.Covariance(k);
            for (var j = 0; j < mean.Length; j++)
            {
                var apart = mixture.Means[k, j] - mean[j];
                between[j] += mixture.Weights[k] * apart * apart;
                within[j] += mixture.Weights[k] * covariance[j, j];
            }
        }

        return [.. between.Zip(within, (b, w) => b > 0 ? b / (b + w) : 0)];
    }

    /// <summary>The variance of some rows along each of D features, as a share of the squared range of all of them.</summary>
    public static double[] Spread(SampleSurvey survey)
    {
        var range = survey.Lowest.Zip(survey.Highest, (low, high) => high - low).Max();
        var (row, sum, squares) = (new double[survey.Lowest.Length], new double[survey.Lowest.Length], new double[survey.Lowest.Length]);
        foreach (var i in survey.Drawn)
        {
            survey.Rows.TryRead(i, row, out _);
            for (var j = 0; range > 0 && j < row.Length; j++)
            {
                var z = (row[j] - survey.Lowest[j]) / range;
                sum[j] += z;
                squares[j] += z * z;
            }
        }

        return [.. squares.Zip(sum, (square, s) => square - (s * s / survey.Drawn.Length))];
    }
}
