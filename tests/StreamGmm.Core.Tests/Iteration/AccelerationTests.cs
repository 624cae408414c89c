namespace StreamGmm.Core.Tests.Iteration;

public class AccelerationTests
{
    private static readonly EmOptions Plain = new() { Regularization = Regularization.None, Tolerance = 1e-12, MaxIterations = 20_000, Acceleration = Acceleration.None, Stop = Stop.Change };

    /// <summary>K, D, distance of neighbouring means, seed: components that overlap so that EM is slow.</summary>
    public static TheoryData<string, int, int, double, int> Hard => new()
    {
        { "full", 3, 2, 1.5, 1 },
        { "full", 4, 2, 2.0, 2 },
        { "full", 5, 4, 2.0, 3 },
        { "full", 3, 8, 1.0, 4 },
        { "tied", 4, 3, 1.5, 5 },
        { "diagonal", 5, 3, 2.0, 6 },
        { "diagonal", 3, 1, 2.0, 7 },
        { "spherical", 6, 2, 2.0, 8 },
    };

    [Theory]
    [MemberData(nameof(Hard))]
    public void No_more_E_steps_than_plain_to_come_near_the_optimum(string shape, int components, int dimension, double distance, int seed)
    {
        var (start, samples) = Overlapping(shape, components, dimension, distance, seed);
        var plain = States(start, samples, Plain);
        var goal = plain[^1].LogLikelihood - 1e-6;
        var fast = States(start, samples, Plain with { Acceleration = Acceleration.Hybrid, Stop = Stop.RemainingGain, Tolerance = 1e-10 });
        var needed = plain.First(state => state.LogLikelihood >= goal).Evaluations;
        Assert.InRange(fast.First(state => state.LogLikelihood >= goal).Evaluations, 1, needed);
    }

    [Fact]
    public void Where_EM_is_slow_many_times_fewer_E_steps_do()
    {
        var (start, samples) = Overlapping("full", 4, 2, 2.0, 2);
        var plain = States(start, samples, Plain);
        var goal = plain[^1].LogLikelihood - 1e-6;
        var needed = plain.First(state => state.LogLikelihood >= goal).Evaluations;
        Assert.All(
            [(Acceleration.Squarem, 2), (Acceleration.Hybrid, 3)],
            way => Assert.True(way.Item2 * States(start, samples, Plain with { Acceleration = way.Item1, Tolerance = 0, MaxIterations = needed }).First(state => state.LogLikelihood >= goal).Evaluations < needed));
    }

    [Fact]
    public void The_remaining_gain_is_about_the_tolerance_where_the_change_leaves_much_more()
    {
        var (start, samples) = Overlapping("full", 4, 2, 2.0, 2);
        var optimum = States(start, samples, Plain)[^1].LogLikelihood;
        double Remaining(EmOptions options) => States(start, samples, options with { Tolerance = 1e-5 })[^1] is { Status: EmStatus.Converged } last ? optimum - last.LogLikelihood : double.NaN;
        Assert.True(Remaining(Plain) > 5e-5);
        Assert.InRange(Remaining(Plain with { Stop = Stop.RemainingGain }), 0, 2e-5);
        Assert.InRange(Remaining(Plain with { Stop = Stop.RemainingGain, Acceleration = Acceleration.Hybrid }), -1e-9, 2e-5);
    }

    [Fact]
    public void Two_states_are_equal_whatever_acceleration_remembers()
    {
        var (start, samples) = Overlapping("full", 3, 2, 1.5, 1);
        var state = States(start, samples, Plain with { Acceleration = Acceleration.Hybrid, MaxIterations = 5 })[^1];
        Assert.NotNull(state.Course);
        Assert.Equal(state, state with { Course = null, PlainGain = 7 });
        Assert.Equal(state.GetHashCode(), (state with { Course = null }).GetHashCode());
        Assert.All([state with { Iteration = 3 }, state with { Restart = 1 }, state with { Evaluations = 99 }, state with { Status = EmStatus.Running }, state with { Mixture = start }], other => Assert.NotEqual(state, other));
    }

    [Fact]
    public void A_leap_that_lowers_the_likelihood_is_replaced_by_the_plain_step_and_one_that_collapses_too()
    {
        var (start, samples) = Overlapping("full", 3, 2, 1.5, 1);
        var options = Plain with { Acceleration = Acceleration.Hybrid };
        var state = States(start, samples, options with { MaxIterations = 4 })[^1];
        var plain = Em.Next(state, samples, Plain);
        var far = Some.Unit(CovarianceShape.Full, [[50, 50], [60, 60], [70, 70]]);
        var onOneRow = Some.Unit(CovarianceShape.Full, [[0, 0], [1, 1], RealVector.Create(samples.Features.Doubles.Slice(0, 2))], 1e-9);
        foreach (var (bad, least) in new[] { (far, 2), (onOneRow, 2) })
        {
            var course = Course.At(state, plain.Mixture, null, false, options);
            var next = Em.Next(state with { Course = course with { Leap = new Leap(bad, 4, false, 1) } }, samples, options);
            Assert.Equal((state.Iteration + 1, state.Evaluations + least), (next.Iteration, next.Evaluations));
            Bits.Same(plain.Mixture, next.Mixture);
        }
    }

    [Fact]
    public void There_is_no_mixture_where_a_covariance_is_not_positive_definite()
    {
        var mixture = Some.Pair(CovarianceShape.Full);
        var chart = Chart.About(mixture);
        var x = chart.Of(mixture);
        x[^1] = -1;
        Assert.Null(chart.Mixture(x, mixture));
        x[^1] = double.NaN;
        Assert.Null(chart.Mixture(x, mixture));
    }

    [Fact]
    public void Components_without_weight_have_no_coordinates_and_stay()
    {
        var pair = Some.Pair(CovarianceShape.Diagonal);
        var one = new GaussianMixture([0, 1], pair.Means, pair.Covariances);
        var chart = Chart.About(one);
        Assert.Equal(1 + 2 + 2, chart.Of(one).Length);
        Assert.Equal(one, chart.Mixture(chart.Of(one), one));
        Assert.Equal((true, false), (chart.Covers(one), chart.Covers(pair)));
    }

    [Fact]
    public void A_quasi_Newton_step_from_two_states_of_a_geometric_sequence_ends_at_its_limit()
    {
        var secants = new Secants(Chart.About(Some.Pair(CovarianceShape.Full)), [0], [1]).Add([1], [1.9]);
        Assert.Equal(9.0, secants.Step(out var slowness)[0], 1e-9);
        Assert.Equal(10.0, slowness, 1e-9);
    }

    [Fact]
    public void A_limit_of_reach_holds_a_leap_back()
    {
        var mixture = Some.Pair(CovarianceShape.Spherical);
        var moved = new GaussianMixture(mixture.Weights, [[0.01, 0], [5, 1]], mixture.Covariances);
        var further = new GaussianMixture(mixture.Weights, [[0.0199, 0], [5, 1]], mixture.Covariances);
        var free = Leap.Squarem(mixture, moved, further, 1e9)!;
        Close.Relatively(1e-6, 100, free.Length);
        Close.Relatively(1e-6, 1, free.Mixture!.Means[0, 0]);
        Assert.Equal((4.0, true), Leap.Squarem(mixture, moved, further, 4) is { } held ? (held.Length, held.IsHeldBack) : default);
    }

    private static EmState[] States(GaussianMixture start, Samples samples, EmOptions options) =>
        [.. Em.Iterate(Em.Start(start, samples, options), samples, options)];

    private static (GaussianMixture Start, Samples Samples) Overlapping(string shape, int components, int dimension, double distance, int seed)
    {
        var draw = new Draw(seed);
        var means = RealMatrix.Create([.. Enumerable.Range(0, components).Select(_ => RealVector.Create(draw.Normals(dimension, distance / Math.Sqrt(Math.Min(dimension, 2)))))]);
        var truth = new GaussianMixture(draw.Weights(components), means, draw.Covariances(CovarianceShape.Parse(shape), components, dimension));
        var samples = truth.Sample(1_500, seed);
        return (InitialMixture.Create(samples, components, CovarianceShape.Parse(shape), seed: seed), samples);
    }
}
