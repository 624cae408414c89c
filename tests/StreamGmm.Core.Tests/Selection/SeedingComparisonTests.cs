namespace StreamGmm.Core.Tests.Selection;

public class SeedingComparisonTests
{
    private const int Starts = 6;

    private static readonly Samples Samples = Samples.From(Some.Rows(120));

    private static readonly Seeding[] Seedings = [new Seeding.KMeans(), new Seeding.RandomSamples()];

    private static readonly SeedingComparison Comparison = SeedingComparison.Of(Samples, 4, CovarianceShape.Spherical, Starts, Seedings, seed: 3);

    [Fact]
    public void Every_start_is_that_restart_of_a_fit()
    {
        Assert.Equal(Seedings, Comparison.Seedings.Select(outcome => outcome.Seeding));
        foreach (var outcome in Comparison.Seedings)
        {
            Assert.Equal(Enumerable.Range(0, Starts).Select(restart => End(outcome.Seeding, restart)), outcome.Starts);
            Assert.Equal(outcome.Starts.Select(start => start.After), outcome.LogLikelihoods);
        }

        static StartOutcome End(Seeding seeding, int restart)
        {
            var start = Em.Start(InitialMixture.Create(Samples, 4, CovarianceShape.Spherical, seeding, 3, restart), Samples);
            var end = Em.Iterate(start, Samples).Last();
            return new StartOutcome(restart, start.LogLikelihood, end.LogLikelihood, end.Iteration, end.Evaluations, end.Status);
        }
    }

    [Fact]
    public void The_best_is_the_highest_of_all_and_is_reached_as_often_as_others_come_near()
    {
        var all = Comparison.Seedings.SelectMany(outcome => outcome.LogLikelihoods).ToArray();
        Assert.Equal(all.Max(), Comparison.Best.LogLikelihood);
        Assert.Equal(all.Count(x => x >= all.Max() - 1e-4), Comparison.Reached);
        Assert.Equal((2 * Starts, 1e-4), (Comparison.Starts, Comparison.Within));
        Assert.All(Comparison.Seedings, outcome => Assert.Equal(outcome.LogLikelihoods.Count(x => x >= all.Max() - 1e-4), outcome.Reached));
        Assert.InRange(Comparison.Reached, 1, (2 * Starts) - 1);
        Assert.Equal(2 * Starts, SeedingComparison.Of(Samples, 4, CovarianceShape.Spherical, Starts, Seedings, seed: 3, within: 10).Reached);
        Assert.Equal(FormattableString.Invariant($"best log-likelihood {all.Max():F6}, reached within 0.0001 by {Comparison.Reached} of 12 starts"), Comparison.ToString());
        Assert.Equal($"KMeans: the best was reached by {Comparison.Seedings[0].Reached} of 6", Comparison.Seedings[0].ToString());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void It_is_the_same_for_any_number_of_threads(int threads)
    {
        var other = SeedingComparison.Of(Samples, 4, CovarianceShape.Spherical, Starts, Seedings, seed: 3, new EmOptions { Threads = threads });
        Assert.Equal(Comparison.Best, other.Best);
        Assert.Equal(Comparison.Seedings.SelectMany(outcome => outcome.Starts), other.Seedings.SelectMany(outcome => outcome.Starts));
    }

    [Fact]
    public void A_start_that_is_given_is_made_once()
    {
        var comparison = SeedingComparison.Of(Samples, 2, starts: 3, seedings: [new Seeding.From(Some.Pair(CovarianceShape.Full)), new Seeding.KMeansPlusPlus()]);
        Assert.Equal([1, 3], comparison.Seedings.Select(outcome => outcome.Starts.Count));
        Assert.Equal(4, comparison.Reached);
    }

    [Fact]
    public void All_that_draw_are_compared_unless_others_are_named() => Assert.Equal(
        [new Seeding.SmallEm(), new Seeding.KMeans(), new Seeding.KMeansPlusPlus(), new Seeding.RandomSamples()],
        SeedingComparison.Of(Samples, 2, starts: 1).Seedings.Select(outcome => outcome.Seeding));

    [Fact]
    public void Degenerate_fits_do_not_count_as_the_best()
    {
        var points = Samples.From([[0, 0], [1, 1]]);
        var comparison = SeedingComparison.Of(points, 2, CovarianceShape.Diagonal, 2, [new Seeding.KMeans()], em: new EmOptions { Regularization = Regularization.None });
        Assert.All(comparison.Seedings[0].Starts, start => Assert.Equal(EmStatus.Degenerate, start.Status));
        Assert.Equal((EmStatus.Degenerate, 0), (comparison.Best.Status, comparison.Reached));
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        Assert.Equal("There is no seeding to compare: give one at least, or null for all that draw.", Refusal.Of(() => SeedingComparison.Of(Samples, 2, seedings: [])));
        Assert.StartsWith("How near counts as reached is a finite number of 0 or more.", Refusal.Of<ArgumentOutOfRangeException>(() => SeedingComparison.Of(Samples, 2, within: -1)), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => SeedingComparison.Of(Samples, 2, starts: 0));
        Assert.StartsWith("There are 120 samples of positive weight for 121 components", Refusal.Of(() => SeedingComparison.Of(Samples, 121, starts: 2)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_token_ends_it() =>
        Assert.ThrowsAny<OperationCanceledException>(() => SeedingComparison.Of(Samples, 2, cancellationToken: new CancellationToken(canceled: true)));
}
