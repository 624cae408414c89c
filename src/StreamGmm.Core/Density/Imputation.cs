using System.Numerics.Tensors;

namespace StreamGmm;

/// <summary>Values in place of those that are missing, from what the mixture says of them given the others of the row.</summary>
/// <remarks>For a fit there is no need of them: it takes incomplete rows as they are, and filled in they look more certain than they are.</remarks>
public static class Imputation
{
    /// <summary>Before all positions that samples and assignments are drawn at.</summary>
    private const long Position = -2;

    /// <summary>The samples, copied, each missing value replaced by its mean given what is observed of its row: the best guess in the sense of least squares.</summary>
    /// <remarks>The means of the components, weighed by their responsibilities (Ghahramani and Jordan, 1994). Weights and labels stay, and play no part.</remarks>
    /// <param name="mixture">The mixture.</param>
    /// <param name="samples">n samples of the mixture's dimension; where none has a missing value, they are given back.</param>
    /// <param name="cancellationToken">Looked at before every row.</param>
    /// <exception cref="ArgumentException">The dimensions differ.</exception>
    public static Samples Impute(this GaussianMixture mixture, Samples samples, CancellationToken cancellationToken = default) =>
        Filled(mixture, samples, (_, row, values) =>
        {
            var expected = new double[values.Length];
            values.Clear();
            for (var k = 0; k < row.Shares.Length; k++)
            {
                if (row.Shares[k] == 0)
                    continue;
                row.Expect(k, expected);
                TensorPrimitives.MultiplyAdd<double>(expected, row.Shares[k], values, values);
            }
        }, cancellationToken);

    /// <summary>The samples, copied, each missing value replaced by one drawn given what is observed of its row: several such draws show how uncertain a result is (multiple imputation, Rubin, 1987).</summary>
    /// <remarks>A component is drawn by its responsibility, then the values by their joint distribution in it. Weights and labels stay, and play no part.</remarks>
    /// <param name="mixture">The mixture.</param>
    /// <param name="samples">n samples of the mixture's dimension; where none has a missing value, they are given back.</param>
    /// <param name="seed">The same seed gives the same draws.</param>
    /// <param name="first">The number of the first row: so many can be filled in block by block.</param>
    /// <param name="cancellationToken">Looked at before every row.</param>
    /// <exception cref="ArgumentException">The dimensions differ.</exception>
    public static Samples DrawMissing(this GaussianMixture mixture, Samples samples, int seed = 0, long first = 0, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        var draws = new Draws(seed).Stream(Position);
        return Filled(mixture, samples, (index, row, values) =>
        {
            var own = draws.Stream(first + index);
            var normals = new double[values.Length];
            for (var b = 0; b < normals.Length; b++)
                normals[b] = own.Normal(b + 1);
            var component = Assignments.Pick(row.Shares, own.Uniform(0));
            row.Expect(component, values);
            row.Part.AddDraw(component, normals, values);
        }, cancellationToken);
    }

    private static Samples Filled(GaussianMixture mixture, Samples samples, Fill fill, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mixture);
        ArgumentNullException.ThrowIfNull(samples);
        EStep.RequireDimension(mixture, samples.Dimension);
        if (ObservedParts.Of(mixture, samples) is not { } parts)
            return samples;
        var (incomplete, patterns, dimension) = (new IncompleteRow(mixture, parts), samples.Patterns!, mixture.Dimension);
        var values = new double[samples.Count * dimension];
        Span<double> missing = new double[dimension];
        for (var i = 0; i < samples.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var row = values.AsSpan(i * dimension, dimension);
            samples.CopyRow(i, row);
            if (patterns.OfRow(i) == MissingPatterns.Complete)
                continue;
            incomplete.Evaluate(samples, i, label: -1);
            var axes = incomplete.Part.Missing;
            fill(i, incomplete, missing[..axes.Length]);
            for (var b = 0; b < axes.Length; b++)
                row[axes[b]] = missing[b];
        }

        var filled = Samples.From(values, dimension);
        if (samples.Weights is { } weights)
            filled = filled.WithWeights(weights);
        return samples.Labels is { } labels ? filled.WithLabels(labels) : filled;
    }

    /// <summary>Writes values for what is missing in a row that was evaluated.</summary>
    private delegate void Fill(int index, IncompleteRow row, Span<double> values);
}
