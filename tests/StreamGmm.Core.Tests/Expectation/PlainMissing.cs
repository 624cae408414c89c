using MathNet.Numerics.LinearAlgebra;

namespace StreamGmm.Core.Tests.Expectation;

/// <summary>The E-step of incomplete rows as it stands in the books, row by row and matrix by matrix, with inverses and determinants.</summary>
internal sealed class PlainMissing
{
    private readonly GaussianMixture mixture;
    private readonly Matrix<double>[] covariances;

    public PlainMissing(GaussianMixture mixture, Samples samples)
    {
        this.mixture = mixture;
        var (components, d) = (mixture.Components, mixture.Dimension);
        covariances = [.. Enumerable.Range(0, components).Select(k => Matrix<double>.Build.DenseOfRowMajor(d, d, mixture.Covariance(k).AsSpan().ToArray()))];
        Masses = new double[components];
        Means = [.. Enumerable.Range(0, components).Select(_ => Vector<double>.Build.Dense(d))];
        Scatters = [.. Enumerable.Range(0, components).Select(_ => Matrix<double>.Build.Dense(d, d))];
        LogDensities = new double[samples.Count];
        var completed = new List<(double Mass, Vector<double> Row, Matrix<double> Covariance)>[components];
        for (var k = 0; k < components; k++)
            completed[k] = [];
        for (var i = 0; i < samples.Count; i++)
        {
            var weight = samples.Weights is { } weights ? weights.Span[i] : 1;
            var label = samples.Labels is { } labels ? labels.Span[i] : -1;
            if (weight == 0)
                continue;
            var row = new double[d];
            samples.CopyRow(i, row);
            var parts = Enumerable.Range(0, components).Select(k => Part(k, row)).ToArray();
            var total = parts.Sum(part => Math.Exp(part.Score - parts.Max(p => p.Score)));
            LogDensities[i] = label >= 0 ? parts[label].Score : parts.Max(p => p.Score) + Math.Log(total);
            LogLikelihood += weight * LogDensities[i];
            for (var k = 0; k < components; k++)
            {
                var share = label >= 0 ? (k == label ? 1 : 0) : Math.Exp(parts[k].Score - parts.Max(p => p.Score)) / total;
                completed[k].Add((weight * share, parts[k].Completed, parts[k].Covariance));
            }
        }

        for (var k = 0; k < components; k++)
        {
            Masses[k] = completed[k].Sum(c => c.Mass);
            foreach (var (mass, row, _) in completed[k])
                Means[k] += row * (mass / Masses[k]);
            foreach (var (mass, row, covariance) in completed[k])
                Scatters[k] += mass * (((row - Means[k]).OuterProduct(row - Means[k])) + covariance);
        }
    }

    public double LogLikelihood { get; }

    /// <summary>Of each row of positive weight.</summary>
    public double[] LogDensities { get; }

    public double[] Masses { get; }

    public Vector<double>[] Means { get; }

    public Matrix<double>[] Scatters { get; }

    /// <summary>The statistics agree with these, each to a tolerance beside the spread of its axes.</summary>
    public void AssertSame(double tolerance, SufficientStatistics actual)
    {
        Close.Relatively(tolerance, LogLikelihood, actual.LogLikelihood, "log-likelihood");
        var shape = actual.Shape;
        for (var k = 0; k < Masses.Length; k++)
        {
            Close.Relatively(tolerance, Masses[k], actual.Mass(k), "mass");
            for (var j = 0; j < actual.Dimension; j++)
                Close.Relatively(tolerance, Means[k][j], actual.Origin[j] + actual.RelativeMean(k)[j], "mean");
            var expected = shape == CovarianceShape.Tied ? Scatters.Aggregate((a, b) => a + b) : Scatters[k];
            var scatter = actual.ScatterOf(k);
            if (shape == CovarianceShape.Spherical)
            {
                Close.Relatively(tolerance, expected.Trace(), scatter[0], "scatter");
                continue;
            }

            for (var j = 0; j < actual.Dimension; j++)
            {
                for (var l = shape == CovarianceShape.Diagonal ? j : 0; l <= j; l++)
                {
                    var place = shape == CovarianceShape.Diagonal ? j : PackedTriangle.Row(j) + l;
                    Close.Absolutely(tolerance * (1 + Math.Sqrt(expected[j, j] * expected[l, l])), expected[j, l], scatter[place], $"scatter at ({j}, {l})");
                }
            }
        }
    }

    /// <summary>ln π + ln p(x_o), the row with E[x_m | x_o] in it, and Cov[x_m | x_o] with zeros about it.</summary>
    private (double Score, Vector<double> Completed, Matrix<double> Covariance) Part(int k, double[] row)
    {
        var d = row.Length;
        int[] seen = [.. Enumerable.Range(0, d).Where(j => !double.IsNaN(row[j]))];
        int[] gone = [.. Enumerable.Range(0, d).Except(seen)];
        var (mean, sigma) = (mixture.Means.Row(k).ToArray(), covariances[k]);
        var completed = Vector<double>.Build.Dense(d, j => double.IsNaN(row[j]) ? mean[j] : row[j]);
        var covariance = Matrix<double>.Build.Dense(d, d);
        if (seen.Length == 0)
            return (Math.Log(mixture.Weights[k]), completed, sigma);
        var block = Matrix<double>.Build.Dense(seen.Length, seen.Length, (a, b) => sigma[seen[a], seen[b]]);
        var apart = Vector<double>.Build.Dense(seen.Length, a => row[seen[a]] - mean[seen[a]]);
        var inverse = block.Inverse();
        var score = Math.Log(mixture.Weights[k]) - (0.5 * ((seen.Length * Math.Log(2 * Math.PI)) + Math.Log(block.Determinant()) + (apart * (inverse * apart))));
        if (gone.Length == 0)
            return (score, completed, covariance);
        var across = Matrix<double>.Build.Dense(gone.Length, seen.Length, (a, b) => sigma[gone[a], seen[b]]);
        var shift = across * (inverse * apart);
        var rest = across * inverse * across.Transpose();
        for (var a = 0; a < gone.Length; a++)
        {
            completed[gone[a]] += shift[a];
            for (var b = 0; b < gone.Length; b++)
                covariance[gone[a], gone[b]] = sigma[gone[a], gone[b]] - rest[a, b];
        }

        return (score, completed, covariance);
    }
}
