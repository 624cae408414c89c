using System.Diagnostics;
using System.Globalization;

namespace StreamGmm;

/// <summary>What is added to the variances in every M-step, so that no component collapses onto a point.</summary>
public abstract record Regularization
{
    private Regularization()
    {
    }

    /// <summary>Nothing is added: maximum likelihood itself. A component that collapses ends the fit as degenerate.</summary>
    public static Regularization None { get; } = new Absolute(0);

    /// <summary>Reads <c>relative:V</c> or <c>absolute:V</c>.</summary>
    /// <exception cref="FormatException">The text is neither, or V is no finite number of 0 or more.</exception>
    public static Regularization Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && double.TryParse(text[(colon + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value is >= 0 and < double.PositiveInfinity)
        {
            switch (text[..colon])
            {
                case "relative":
                    return new Relative(value);
                case "absolute":
                    return new Absolute(value);
            }
        }

        throw new FormatException($"'{text}' is no regularization: expected relative:V or absolute:V with V a number of 0 or more, as in relative:1e-6.");
    }

    /// <summary>The form that <see cref="Parse"/> reads.</summary>
    public sealed override string ToString() => this switch
    {
        Relative relative => FormattableString.Invariant($"relative:{relative.Share:R}"),
        Absolute absolute => FormattableString.Invariant($"absolute:{absolute.Variance:R}"),
        _ => throw new UnreachableException(),
    };

    /// <summary>What to add along each axis, D values, where all samples have such variances; for spherical and low-rank covariances their mean is added.</summary>
    internal abstract double[] Along(ReadOnlySpan<double> variances, CovarianceShape shape);

    private static double Checked(double value, string name) => value is >= 0 and < double.PositiveInfinity
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "Regularization is a finite number of 0 or more.");

    /// <summary>A share of the variance of all samples along each axis: fits scale with the data. An axis without variance takes the mean of the others', and 1 where none has any.</summary>
    public sealed record Relative : Regularization
    {
        /// <summary>A share of the variance, 0 or more.</summary>
        public Relative(double share) => Share = Checked(share, nameof(share));

        /// <summary>The share of the variance of all samples that is added.</summary>
        public double Share { get; }

        internal override double[] Along(ReadOnlySpan<double> variances, CovarianceShape shape)
        {
            var along = variances.ToArray();
            if (shape.HasOneScale)
                Array.Fill(along, along.Average());
            var (sum, count) = (0.0, 0);
            foreach (var v in along)
            {
                if (v > SufficientStatistics.SmallestVariance)
                    (sum, count) = (sum + v, count + 1);
            }

            foreach (ref var v in along.AsSpan())
                v = Share * (v > SufficientStatistics.SmallestVariance ? v : count > 0 ? sum / count : 1);
            return along;
        }
    }

    /// <summary>The same number for every axis, in the squared units of the data, as scikit-learn's <c>reg_covar</c>.</summary>
    public sealed record Absolute : Regularization
    {
        /// <summary>A variance, 0 or more.</summary>
        public Absolute(double variance) => Variance = Checked(variance, nameof(variance));

        /// <summary>The variance that is added.</summary>
        public double Variance { get; }

        internal override double[] Along(ReadOnlySpan<double> variances, CovarianceShape shape)
        {
            var along = new double[variances.Length];
            Array.Fill(along, Variance);
            return along;
        }
    }
}
