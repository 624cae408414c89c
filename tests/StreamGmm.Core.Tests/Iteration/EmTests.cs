namespace StreamGmm.Core.Tests.Iteration;

public class EmTests
{
    private static readonly Samples Samples = Samples.From(Some.Rows(200));

    [Fact]
    public void Two_iterations_are_one_and_one_more()
    {
        var options = new EmOptions { Tolerance = 0, Acceleration = Acceleration.None };
        var two = Em.Iterate(Em.Start(Some.Pair(CovarianceShape.Full), Samples), Samples, options with { MaxIterations = 2 }).Last();
        var one = Em.Iterate(Em.Start(Some.Pair(CovarianceShape.Full), Samples), Samples, options with { MaxIterations = 1 }).Last();
        Assert.Equal((1, EmStatus.LimitReached), (one.Iteration, one.Status));
        Assert.Equal(two, Em.Iterate(one, Samples, options with { MaxIterations = 2 }).Last());
        Assert.Equal((2, 3), (two.Iteration, two.Evaluations));
    }

    [Fact]
    public void No_iterations_give_the_start()
    {
        var options = new EmOptions { MaxIterations = 0 };
        var state = Assert.Single(Em.Iterate(Em.Start(Some.Pair(CovarianceShape.Tied), Samples, options), Samples, options));
        Assert.Equal((0, 1, EmStatus.LimitReached), (state.Iteration, state.Evaluations, state.Status));
        Assert.Equal(Some.Pair(CovarianceShape.Tied), state.Mixture);
        Close.Relatively(1e-13, state.Mixture.LogDensity(Samples).Average(), state.LogLikelihood);
        Assert.Equal(state.LogLikelihood, state.TotalLogLikelihood / 200);
    }

    [Fact]
    public void A_state_has_the_statistics_and_the_likelihood_of_its_very_mixture() => Assert.All(
        Em.Iterate(Em.Start(Some.Pair(CovarianceShape.Diagonal), Samples), Samples, new EmOptions { MaxIterations = 4 }),
        state => Bits.Same(EStep.Expect(state.Mixture, Samples, state.Statistics.Origin), state.Statistics));

    [Fact]
    public void It_converges_when_the_likelihood_changes_by_less_than_the_tolerance_where_that_is_the_rule()
    {
        var states = Em.Iterate(Em.Start(Some.Pair(CovarianceShape.Full), Samples), Samples, new EmOptions { Tolerance = 1e-7, Acceleration = Acceleration.None, Stop = Stop.Change }).ToArray();
        Assert.Equal(EmStatus.Converged, states[^1].Status);
        Assert.All(states[..^1], state => Assert.Equal(EmStatus.Running, state.Status));
        var changes = states.Zip(states.Skip(1), (a, b) => Math.Abs(b.LogLikelihood - a.LogLikelihood)).ToArray();
        Assert.True(changes[^1] < 1e-7);
        Assert.All(changes[..^1], change => Assert.True(change >= 1e-7));
        Assert.Equal(FormattableString.Invariant($"iteration {states.Length - 1}, log-likelihood {states[^1].LogLikelihood:F6}, Converged"), states[^1].ToString());
    }

    [Fact]
    public void States_are_computed_as_they_are_asked_for()
    {
        var tolerant = new EmOptions { Tolerance = 0, MaxIterations = int.MaxValue };
        Assert.Equal([0, 1, 2], Em.Iterate(Em.Start(Some.Pair(CovarianceShape.Full), Samples), Samples, tolerant).Take(3).Select(state => state.Iteration));
    }

    [Theory]
    [MemberData(nameof(Some.Shapes), MemberType = typeof(Some))]
    public void Two_point_masses_fit_with_regularization_and_end_degenerate_without(string shape)
    {
        var (points, start) = (Samples.From([[0, 0], [5, 1]]), Some.Pair(CovarianceShape.Parse(shape)));
        var fitted = Em.Iterate(Em.Start(start, points), points).Last();
        Assert.Equal(EmStatus.Converged, fitted.Status);
        Close.Absolutely(1e-6, [0, 0, 5, 1], fitted.Mixture.Means.AsSpan());

        var states = Em.Iterate(Em.Start(start, points), points, new EmOptions { Regularization = Regularization.None, Tolerance = 0 }).ToArray();
        Assert.Equal(EmStatus.Degenerate, states[^1].Status);
        Assert.NotNull(states[^1].Degeneracy);
        Assert.Equal(states[^2] with { Status = EmStatus.Degenerate, Degeneracy = states[^1].Degeneracy }, states[^1]);
        Assert.Equal(states[^1], Em.Next(states[^1], points));
        Assert.All(states, Some.AssertSound);
    }

    [Fact]
    public void Too_few_samples_are_refused()
    {
        Assert.Equal(
            "There are 1 samples of positive weight for 2 components: give at least one sample for each, or use fewer components.",
            Refusal.Of(() => Em.Start(Some.Pair(CovarianceShape.Full), Samples.From([[1, 2], [3, 4]]).WithWeights(new double[] { 0, 1 }))));
        Assert.Equal("The samples have 1 features, the mixture has 2: they must agree.", Refusal.Of(() => Em.Start(Some.Pair(CovarianceShape.Full), Samples.From([[1], [2]]))));
        Assert.Equal("The label of row 0 is 7: the 2 components are numbered from 0.", Refusal.Of(() => Em.Start(Some.Pair(CovarianceShape.Full), Samples.WithLabels(Enumerable.Repeat(7, 200).ToArray()))));
    }

    [Fact]
    public void Options_check_themselves()
    {
        Assert.StartsWith("The tolerance is a finite number of 0 or more.", Refusal.Of<ArgumentOutOfRangeException>(() => _ = new EmOptions { Tolerance = double.NaN }), StringComparison.Ordinal);
        Assert.StartsWith("The limit of iterations is 0 or more.", Refusal.Of<ArgumentOutOfRangeException>(() => _ = new EmOptions { MaxIterations = -1 }), StringComparison.Ordinal);
        Assert.StartsWith("The number of threads is 1 or more, or 0 for all cores.", Refusal.Of<ArgumentOutOfRangeException>(() => _ = new EmOptions { Threads = -1 }), StringComparison.Ordinal);
        Assert.StartsWith("There is no such acceleration: say None, Squarem or Hybrid.", Refusal.Of<ArgumentOutOfRangeException>(() => _ = new EmOptions { Acceleration = (Acceleration)3 }), StringComparison.Ordinal);
        Assert.StartsWith("There is no such rule: say Stop.RemainingGain or Stop.Change.", Refusal.Of<ArgumentOutOfRangeException>(() => _ = new EmOptions { Stop = (Stop)2 }), StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => new EmOptions { Regularization = null! });
        Assert.Equal(new EmOptions(), new EmOptions { Tolerance = 1e-5, MaxIterations = 500, Regularization = new Regularization.Relative(1e-6), Threads = 0, Acceleration = Acceleration.Hybrid, Stop = Stop.RemainingGain });
    }
}
