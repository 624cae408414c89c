namespace StreamGmm.Core.Tests.Inference;

public class ObservedInformationTests
{
    public static TheoryData<string> Shapes => Some.Shapes;

    [Fact]
    public void One_component_has_the_errors_of_the_textbook()
    {
        const int n = 50;
        var samples = Samples.From(Some.Rows(n));
        var full = Fitted.From(Some.Unit(CovarianceShape.Full, [[0, 0]]), samples).Mixture.Covariance(0);
        var (a, b, c) = (full[0, 0], full[1, 1], full[1, 0]);

        var errors = Errors(CovarianceShape.Full, samples);
        Assert.Equal([0], errors.Weights);
        Close.Relatively(1e-12, [Math.Sqrt(a / n), Math.Sqrt(b / n)], errors.Means.AsSpan());
        var mixed = Math.Sqrt(((a * b) + (c * c)) / n);
        Close.Relatively(1e-12, [a * Math.Sqrt(2.0 / n), mixed, mixed, b * Math.Sqrt(2.0 / n)], ((Covariances.Full)errors.Covariances).Matrices[0].AsSpan());

        Assert.Equal(errors.Means, Errors(CovarianceShape.Tied, samples).Means);
        Close.Relatively(1e-12, Errors(CovarianceShape.Full, samples).Means.AsSpan(), Errors(CovarianceShape.Diagonal, samples).Means.AsSpan());
        Close.Relatively(1e-12, [a * Math.Sqrt(2.0 / n), b * Math.Sqrt(2.0 / n)], ((Covariances.Diagonal)Errors(CovarianceShape.Diagonal, samples).Covariances).Variances.AsSpan());

        var variance = (a + b) / 2;
        var ball = Errors(CovarianceShape.Spherical, samples);
        Close.Relatively(1e-12, [Math.Sqrt(variance / n), Math.Sqrt(variance / n)], ball.Means.AsSpan());
        Close.Relatively(1e-12, variance * Math.Sqrt(2.0 / (2 * n)), ((Covariances.Spherical)ball.Covariances).Variances[0]);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void It_is_the_second_derivative_of_the_log_likelihood(string shape)
    {
        var (mixture, samples) = Fitted.Pair(CovarianceShape.Parse(shape), 300, apart: 2.5);
        Close.Elementwise(
            _ => 2e-5,
            new NumericalInformation(mixture, samples).StandardErrors(),
            Fitted.Flat(ObservedInformation.Of(mixture, samples).StandardErrors),
            "standard error");
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void It_is_so_away_from_the_maximum_with_weights_and_labels_too(string shape)
    {
        var (mixture, drawn) = Fitted.Pair(CovarianceShape.Parse(shape), 300, apart: 3);
        var draw = new Draw(5);
        var labels = mixture.Assign(drawn).Select(label => draw.Chance(0.2) ? label : -1).ToArray();
        var samples = drawn.WithWeights(Enumerable.Range(0, 300).Select(_ => draw.Chance(0.1) ? 0 : draw.Uniform(0.5, 3)).ToArray()).WithLabels(labels);
        Close.Elementwise(
            _ => 2e-5,
            new NumericalInformation(mixture, samples).StandardErrors(),
            Fitted.Flat(ObservedInformation.Of(mixture, samples).StandardErrors),
            "standard error");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Three_components_of_any_dimension_agree_with_differences_too(int dimension)
    {
        foreach (var shape in CovarianceShape.All)
        {
            var problem = new Problem(shape, dimension, 3, 30, false, false, 11);
            var samples = problem.Samples();
            var mixture = Fitted.From(problem.Start(), samples).Mixture;
            Close.Elementwise(_ => 1e-4, new NumericalInformation(mixture, samples).StandardErrors(), Fitted.Flat(ObservedInformation.Of(mixture, samples).StandardErrors), $"{shape} error");
        }
    }

    [Fact]
    public void Intervals_are_symmetric_on_the_scale_of_each_parameter()
    {
        var (mixture, samples) = Fitted.Pair(CovarianceShape.Full);
        var information = ObservedInformation.Of(mixture, samples);
        var (intervals, errors) = (information.Intervals(0.9), information.StandardErrors);
        const double z = 1.6448536269514722;

        Assert.Equal(0.9, intervals.Level);
        double Logit(double p) => Math.Log(p / (1 - p));
        var p = mixture.Weights[0];
        Close.Relatively(1e-9, Logit(p) - (z * errors.Weights[0] / (p * (1 - p))), Logit(intervals.Lower.Weights[0]));
        Close.Relatively(1e-9, 1, intervals.Lower.Weights[0] + intervals.Upper.Weights[1]);
        Close.Relatively(1e-9, mixture.Means[1, 0] + (z * errors.Means[1, 0]), intervals.Upper.Means[1, 0]);
        var (lower, upper) = (((Covariances.Full)intervals.Lower.Covariances).Matrices[1], ((Covariances.Full)intervals.Upper.Covariances).Matrices[1]);
        var covariance = mixture.Covariance(1);
        var own = ((Covariances.Full)errors.Covariances).Matrices[1];
        Close.Relatively(1e-9, covariance[1, 1] * Math.Exp(z * own[1, 1] / covariance[1, 1]), upper[1, 1]);
        Close.Relatively(1e-9, covariance[1, 1] * covariance[1, 1], lower[1, 1] * upper[1, 1]);
        Close.Relatively(1e-9, covariance[1, 0] - (z * own[1, 0]), lower[1, 0]);
        Assert.Equal(lower[0, 1], lower[1, 0]);
    }

    [Fact]
    public void The_weight_of_one_component_is_certain() =>
        Assert.Equal([1, 1], (double[])[Of(Some.Unit(CovarianceShape.Full, [[0, 0]])).Intervals().Lower.Weights[0], Of(Some.Unit(CovarianceShape.Full, [[0, 0]])).Intervals().Upper.Weights[0]]);

    [Fact]
    public void Limits_stay_in_their_range_with_few_samples()
    {
        var intervals = ObservedInformation.Of(Some.Unit(CovarianceShape.Spherical, [[0], [9]]), Samples.From([[-1], [1], [8], [10]])).Intervals(0.999);
        Assert.All((double[])[.. intervals.Lower.Weights, .. intervals.Upper.Weights], weight => Assert.InRange(weight, 1e-9, 1 - 1e-9));
        Assert.All(((Covariances.Spherical)intervals.Lower.Covariances).Variances, variance => Assert.True(variance > 0));
    }

    [Fact]
    public void Nine_intervals_of_ten_hold_the_truth()
    {
        const int fits = 300;
        var truth = new GaussianMixture([0.4, 0.6], [[0], [4]], new Covariances.Spherical([1, 0.5]));
        double[] expected = [0.4, 0.6, 0, 4, 1, 0.5];
        var hits = new int[expected.Length];
        for (var i = 0; i < fits; i++)
        {
            var samples = truth.Sample(300, seed: i);
            var intervals = ObservedInformation.Of(Fitted.From(truth, samples).Mixture, samples).Intervals(0.9);
            var (lower, upper) = (Fitted.Flat(intervals.Lower), Fitted.Flat(intervals.Upper));
            for (var j = 0; j < hits.Length; j++)
                hits[j] += lower[j] <= expected[j] && expected[j] <= upper[j] ? 1 : 0;
        }

        // Three standard deviations of the share of 300 are 5.2 %.
        Assert.All(hits, hit => Assert.InRange((double)hit / fits, 0.848, 0.952));
    }

    [Fact]
    public void The_distance_to_the_maximum_is_told_in_standard_errors()
    {
        var (mixture, samples) = Fitted.Pair(CovarianceShape.Diagonal);
        Assert.InRange(ObservedInformation.Of(mixture, samples).DistanceToMaximum, 0, 1e-5);

        var one = Fitted.From(Some.Unit(CovarianceShape.Full, [[0, 0]]), samples).Mixture;
        var moved = one.Means[0, 0] + (0.3 * Math.Sqrt(one.Covariance(0)[0, 0] * (1 - Square(Correlation(one))) / samples.Count));
        var away = new GaussianMixture([1], [[moved, one.Means[0, 1]]], one.Covariances);
        Assert.InRange(ObservedInformation.Of(away, samples).DistanceToMaximum, 0.299, 0.301);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void The_number_of_threads_changes_no_bit(string shape)
    {
        var (mixture, samples) = Fitted.Pair(CovarianceShape.Parse(shape), 3000);
        var expected = Fitted.Flat(ObservedInformation.Of(mixture, samples, threads: 1).StandardErrors);
        Bits.Same(expected, Fitted.Flat(ObservedInformation.Of(mixture, samples, threads: 2).StandardErrors));
        Bits.Same(expected, Fitted.Flat(ObservedInformation.Of(mixture, samples, threads: 7).StandardErrors));
    }

    [Fact]
    public void Floats_give_the_errors_of_their_values()
    {
        var (mixture, samples) = Fitted.Pair(CovarianceShape.Full);
        var row = new double[2];
        var floats = new float[2 * samples.Count];
        for (var i = 0; i < samples.Count; i++)
        {
            samples.CopyRow(i, row);
            (floats[2 * i], floats[(2 * i) + 1]) = ((float)row[0], (float)row[1]);
        }

        Bits.Same(
            Fitted.Flat(ObservedInformation.Of(mixture, Samples.From(Array.ConvertAll(floats, x => (double)x), 2)).StandardErrors),
            Fitted.Flat(ObservedInformation.Of(mixture, Samples.From(floats, 2)).StandardErrors));
    }

    [Fact]
    public void What_the_samples_do_not_tell_is_named()
    {
        var samples = Samples.From(Some.Rows(50));
        Assert.Equal(
            "The observed information is singular at the weights: 50 samples do not tell the 11 parameters of the mixture apart there, or it is no maximum of the likelihood. "
            + "Let the fit converge further with less tolerance and regularization, use fewer components or a simpler shape, or take the bootstrap.",
            Refusal.Of<InvalidOperationException>(() => ObservedInformation.Of(Some.Unit(CovarianceShape.Full, [[1, 1], [1, 1]]), samples)));
        Assert.Contains("singular at the covariance of component 0", Refusal.Of<InvalidOperationException>(() => ObservedInformation.Of(Some.Unit(CovarianceShape.Diagonal, [[0, 0]]), Samples.From([[0, 0], [0, 0]]))), StringComparison.Ordinal);
        Assert.Contains("singular at the tied covariance", Refusal.Of<InvalidOperationException>(() => ObservedInformation.Of(Some.Unit(CovarianceShape.Tied, [[0, 0]], 100), samples)), StringComparison.Ordinal);
        Assert.Contains("singular at the mean of component", Refusal.Of<InvalidOperationException>(() => ObservedInformation.Of(Some.Unit(CovarianceShape.Spherical, [[0, 0], [1e6, 0]]), Samples.From(Some.Rows(5)).WithWeights(new double[] { 1, 1, 0, 0, 0 }))), StringComparison.Ordinal);
        Assert.Equal(
            "Component 1 has weight 0: no sample tells anything of its mean and covariance. Use fewer components.",
            Refusal.Of<InvalidOperationException>(() => ObservedInformation.Of(new GaussianMixture([1, 0], [[0, 0], [1, 1]], new Covariances.Spherical([1, 1])), samples)));
    }

    [Fact]
    public void What_does_not_fit_together_is_refused()
    {
        var (mixture, samples) = Fitted.Pair(CovarianceShape.Tied, 100);
        var information = ObservedInformation.Of(mixture, samples);
        Assert.StartsWith("The level of an interval lies between 0 and 1", Refusal.Of<ArgumentOutOfRangeException>(() => information.Intervals(1)), StringComparison.Ordinal);
        Assert.StartsWith("The level of an interval lies between 0 and 1", Refusal.Of<ArgumentOutOfRangeException>(() => information.Intervals(double.NaN)), StringComparison.Ordinal);
        Assert.Contains("1 samples of positive weight for 2 components", Refusal.Of(() => ObservedInformation.Of(mixture, samples.Slice(0, 1))), StringComparison.Ordinal);
        Assert.Contains("label", Refusal.Of(() => ObservedInformation.Of(mixture, samples.WithLabels(Enumerable.Repeat(2, 100).ToArray()))), StringComparison.Ordinal);
        Assert.ThrowsAny<ArgumentException>(() => ObservedInformation.Of(mixture, Samples.From([[1], [2]])));
        Assert.Contains(
            "has 10153 free parameters: the matrix of information is for 10000 at most",
            Refusal.Of(() => ObservedInformation.Of(Some.Unit(CovarianceShape.Diagonal, RealMatrix.Create(2, 2538, m => m[0] = 1)), Samples.From(new double[2 * 2538], 2538))),
            StringComparison.Ordinal);
    }

    [Fact]
    public void It_can_be_cancelled()
    {
        var (mixture, samples) = Fitted.Pair(CovarianceShape.Tied, 100);
        Assert.ThrowsAny<OperationCanceledException>(() => ObservedInformation.Of(mixture, samples, cancellationToken: new CancellationToken(canceled: true)));
    }

    private static ObservedInformation Of(GaussianMixture start)
    {
        var samples = Samples.From(Some.Rows(50));
        return ObservedInformation.Of(Fitted.From(start, samples).Mixture, samples);
    }

    private static ParameterValues Errors(CovarianceShape shape, Samples samples) =>
        ObservedInformation.Of(Fitted.From(Some.Unit(shape, [[0, 0]]), samples).Mixture, samples).StandardErrors;

    private static double Correlation(GaussianMixture one) => one.Covariance(0)[0, 1] / Math.Sqrt(one.Covariance(0)[0, 0] * one.Covariance(0)[1, 1]);

    private static double Square(double x) => x * x;
}
