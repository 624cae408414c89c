using FsCheck;
using FsCheck.Fluent;
using StreamGmm.Core.Tests.Expectation;

namespace StreamGmm.Core.Tests.Inference;

/// <summary>Standard errors move with the data.</summary>
public class ObservedInformationLaws
{
    /// <summary>Enough samples for the number of parameters; small, as each is fitted to the end.</summary>
    private static Arbitrary<Problem> Problems => Arb.From(
        from shape in Gen.Elements<CovarianceShape>(CovarianceShape.All)
        from dimension in Gen.Choose(1, 4)
        from components in Gen.Choose(1, 3)
        from isWeighted in Gen.Elements(true, false)
        from isLabelled in Gen.Elements(true, false)
        from seed in Generators.Seed
        select new Problem(shape, dimension, components, 40, isWeighted, isLabelled, seed));

    [Fact]
    public void They_scale_with_the_axes_and_do_not_feel_an_offset() => Holds((p, mixture, samples, errors) =>
    {
        var draw = p.Draw();
        var ball = Math.ScaleB(1, draw.Integer(40) - 20);
        double[] scales = [.. Enumerable.Range(0, p.Dimension).Select(_ => p.Shape == CovarianceShape.Spherical ? ball : draw.Uniform(0.1, 10) * ball)];
        var map = new Affine(Diagonal(scales), [.. scales.Select(scale => 100 * scale * draw.Normal())]);
        var moved = ObservedInformation.Of(map.Mixture(mixture), p.Like(Samples.From(map.Rows(p.Values()))));

        var expected = Fitted.Flat(errors);
        Close.Elementwise(i => 1e-7 * expected[i] * Scale(i), [.. expected.Select((error, i) => error * Scale(i))], Fitted.Flat(moved.StandardErrors));

        double Scale(int i)
        {
            var place = i - p.Components;
            if (place < p.Components * p.Dimension)
                return place < 0 ? 1 : scales[place % p.Dimension];
            place -= p.Components * p.Dimension;
            return p.Shape == CovarianceShape.Spherical ? ball * ball
                : p.Shape == CovarianceShape.Diagonal ? Math.Pow(scales[place % p.Dimension], 2)
                : scales[place / p.Dimension % p.Dimension] * scales[place % p.Dimension];
        }
    });

    [Fact]
    public void They_are_the_same_1e8_further() => Holds((p, mixture, samples, errors) =>
    {
        var far = p.Like(Samples.From([.. p.Values().Select(row => row.Select(x => EStepLaws.Rounded(x) + 1e8).ToArray())]));
        var expected = Fitted.Flat(errors);
        Close.Elementwise(i => 1e-5 * expected[i], expected, Fitted.Flat(ObservedInformation.Of(EStepLaws.Moved(mixture, 1e8), far).StandardErrors));
    });

    [Fact]
    public void Samples_in_another_order_tell_the_same() => Holds((p, mixture, samples, errors) =>
        AssertClose(errors, ObservedInformation.Of(mixture, samples.Rows(p.Draw().Permutation(samples.Count))).StandardErrors));

    [Fact]
    public void Components_in_another_order_have_their_errors_in_that_order() => Holds((p, mixture, samples, errors) =>
    {
        var order = p.Draw().Permutation(p.Components);
        var turned = new GaussianMixture(Pick(mixture.Weights, order), Pick(mixture.Means, order), Pick(mixture.Covariances, order));
        var labels = samples.Labels is { } given ? samples.WithLabels(given.ToArray().Select(label => label < 0 ? -1 : Array.IndexOf(order, label)).ToArray()) : samples;
        AssertClose(
            new ParameterValues(Pick(errors.Weights, order), Pick(errors.Means, order), Pick(errors.Covariances, order)),
            ObservedInformation.Of(turned, labels).StandardErrors);
    });

    [Fact]
    public void A_weight_is_so_many_copies() => Holds((p, mixture, samples, errors) =>
    {
        var draw = p.Draw();
        int[] copies = [.. Enumerable.Range(0, samples.Count).Select(_ => 1 + draw.Integer(3))];
        var plain = samples.WithWeights(copies.Select(c => (double)c).ToArray());
        int[] rows = [.. copies.SelectMany((c, i) => Enumerable.Repeat(i, c))];
        var repeated = (p.IsLabelled ? Samples.From(p.Values()).WithLabels(p.Labels()) : Samples.From(p.Values())).Rows(rows);
        var refitted = Fitted.From(mixture, plain).Mixture;
        if (Known(refitted, plain) is { } known)
            AssertClose(known, ObservedInformation.Of(refitted, repeated).StandardErrors);
    });

    [Fact]
    public void Four_times_the_weight_halves_the_errors() => Holds((p, mixture, samples, errors) =>
    {
        var weights = samples.Weights is { } given ? given.ToArray() : [.. Enumerable.Repeat(1.0, samples.Count)];
        var quarter = ObservedInformation.Of(mixture, samples.WithWeights(weights.Select(w => 4 * w).ToArray())).StandardErrors;
        Close.Relatively(1e-12, Fitted.Flat(errors), [.. Fitted.Flat(quarter).Select(error => 2 * error)]);
    });

    [Fact]
    public void Errors_are_numbers_and_intervals_hold_the_estimates() => Holds((p, mixture, samples, errors) =>
    {
        Assert.All(Fitted.Flat(errors), error => Assert.InRange(error, 0, 1e6));
        var intervals = ObservedInformation.Of(mixture, samples).Intervals();
        var (lower, upper) = (Fitted.Flat(intervals.Lower), Fitted.Flat(intervals.Upper));
        Assert.All(Fitted.Flat(new ParameterValues(mixture.Weights, mixture.Means, mixture.Covariances)).Select((x, i) => (x, i)), at => Assert.InRange(at.x, lower[at.i] - 1e-12, upper[at.i] + 1e-12));
    });

    /// <summary>Holds a law at maxima of the likelihood; a fit that collapses, or ends where some parameter is not told, is none.</summary>
    private static void Holds(Action<Problem, GaussianMixture, Samples, ParameterValues> body)
    {
        var (held, left) = (0, 0);
        Law.Holds(
            Problems,
            p =>
            {
                var samples = p.Samples();
                var fit = Fitted.From(p.Start(), samples);
                var errors = fit.Status == EmStatus.Degenerate ? null : Known(fit.Mixture, samples);
                (held, left) = errors is null ? (held, left + 1) : (held + 1, left);
                if (errors is not null)
                    body(p, fit.Mixture, samples, errors);
            },
            cases: 30);
        Assert.True(held > 9 * left, $"{left} of {held + left} fits were no maxima.");
    }

    private static ParameterValues? Known(GaussianMixture mixture, Samples samples)
    {
        try
        {
            return ObservedInformation.Of(mixture, samples).StandardErrors;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static void AssertClose(ParameterValues expected, ParameterValues actual)
    {
        var errors = Fitted.Flat(expected);
        Close.Elementwise(i => 1e-8 * errors[i], errors, Fitted.Flat(actual), "standard error");
    }

    private static RealVector Pick(RealVector values, int[] order) => RealVector.Create([.. order.Select(k => values[k])]);

    private static RealMatrix Pick(RealMatrix values, int[] order) => RealMatrix.Create([.. order.Select(k => RealVector.Create(values.Row(k)))]);

    private static Covariances Pick(Covariances values, int[] order) => values switch
    {
        Covariances.Full full => new Covariances.Full(order.Select(k => full.Matrices[k])),
        Covariances.Diagonal diagonal => new Covariances.Diagonal(Pick(diagonal.Variances, order)),
        Covariances.Spherical spherical => new Covariances.Spherical(Pick(spherical.Variances, order)),
        _ => values,
    };

    private static double[,] Diagonal(double[] values)
    {
        var matrix = new double[values.Length, values.Length];
        for (var j = 0; j < values.Length; j++)
            matrix[j, j] = values[j];
        return matrix;
    }
}
