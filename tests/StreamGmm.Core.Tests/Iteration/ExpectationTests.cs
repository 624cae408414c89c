namespace StreamGmm.Core.Tests.Iteration;

public class ExpectationTests
{
    private static readonly Samples Rows = Samples.From(Some.Rows(200));
    private static readonly GaussianMixture Start = Some.Pair(CovarianceShape.Full);

    [Fact]
    public void Statistics_of_another_kind_are_refused()
    {
        var other = EStep.Expect(Some.Pair(CovarianceShape.Tied), Rows, Rows.Origin());
        Assert.Equal("The E-step gave statistics of K = 2, D = 2, tied for a mixture of K = 2, D = 2, full: they must agree.", Refusal.Of(() => Em.Start(Start, (_, _) => other)));
        Assert.Equal("The E-step gave statistics of nothing for a mixture of K = 2, D = 2, full: they must agree.", Refusal.Of(() => Em.Start(Start, (_, _) => null!)));
    }

    [Fact]
    public void Statistics_about_another_origin_are_refused()
    {
        var state = Em.Start(Start, Rows);
        Assert.Equal(
            "The E-step gave statistics about another origin than those before: it must be the same throughout a fit.",
            Refusal.Of(() => Em.Next(state, (mixture, token) => EStep.Expect(mixture, Rows, [7, 7], 0, token))));
    }

    [Fact]
    public void The_token_reaches_the_E_step()
    {
        using var cancel = new CancellationTokenSource();
        var seen = new List<CancellationToken>();
        SufficientStatistics Expect(GaussianMixture mixture, CancellationToken token)
        {
            seen.Add(token);
            return EStep.Expect(mixture, Rows, [0, 0], 0, token);
        }

        _ = Em.Next(Em.Start(Start, Expect, null, cancel.Token), Expect, null, cancel.Token);
        Assert.True(seen.Count > 1);
        Assert.All(seen, token => Assert.Equal(cancel.Token, token));
    }

    [Fact]
    public void One_E_step_a_plain_iteration_and_no_more()
    {
        var calls = 0;
        SufficientStatistics Expect(GaussianMixture mixture, CancellationToken token)
        {
            calls++;
            return EStep.Expect(mixture, Rows, [0, 0], 0, token);
        }

        var last = Em.Iterate(Em.Start(Start, Expect), Expect, new EmOptions { Tolerance = 0, MaxIterations = 5, Acceleration = Acceleration.None }).Last();
        Assert.Equal((6, 6), (calls, last.Evaluations));
    }

    [Fact]
    public void A_degenerate_state_asks_for_nothing()
    {
        var samples = Samples.From([[0, 0], [0, 0], [0, 0], [5, 1]]);
        var options = new EmOptions { Regularization = Regularization.None };
        var last = Em.Iterate(Em.Start(Start, samples, options), samples, options).Last();
        Assert.Equal(EmStatus.Degenerate, last.Status);
        Assert.Same(last, Em.Next(last, (_, _) => throw new InvalidOperationException("asked"), options));
    }

    [Fact]
    public void No_E_step_is_an_argument_that_is_missing()
    {
        Assert.Throws<ArgumentNullException>(() => Em.Start(Start, (StreamGmm.Expectation)null!));
        Assert.Throws<ArgumentNullException>(() => Em.Next(Em.Start(Start, Rows), (StreamGmm.Expectation)null!));
        Assert.Throws<ArgumentNullException>(() => Em.Iterate(Em.Start(Start, Rows), (StreamGmm.Expectation)null!));
    }
}
