namespace StreamGmm.Core.Tests.Selection;

public class ModelSelectionTests
{
    private static readonly Samples Samples = Samples.From(Some.Rows(200));

    private static readonly SelectionOptions Options = new([1, 2, 3]) { Shapes = [CovarianceShape.Full, CovarianceShape.Spherical], Seedings = [new Seeding.RandomSamples(), new Seeding.KMeans()], Restarts = 3, Seed = 5 };

    [Fact]
    public void The_data_came_from_two_balls()
    {
        var candidates = ModelSelection.Candidates(Samples, Options).ToArray();
        var best = candidates[^1].Best;
        Assert.Equal((2, CovarianceShape.Spherical, 3), (best.Components, best.Shape, best.Index));
        Assert.StartsWith("K = 2, D = 2, spherical: BIC ", best.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Candidates_come_in_the_order_of_components_then_of_shapes()
    {
        var candidates = ModelSelection.Candidates(Samples, Options with { Components = [3, 1] }).ToArray();
        Assert.Equal([0, 1, 2, 3], candidates.Select(c => c.Index));
        Assert.Equal([3, 3, 1, 1], candidates.Select(c => c.Components));
        Assert.Equal([CovarianceShape.Full, CovarianceShape.Spherical, CovarianceShape.Full, CovarianceShape.Spherical], candidates.Select(c => c.Shape));
    }

    [Theory]
    [InlineData(Criterion.Bic)]
    [InlineData(Criterion.Aic)]
    [InlineData(Criterion.Icl)]
    public void The_best_so_far_is_the_smallest_value_so_far(Criterion criterion)
    {
        var candidates = ModelSelection.Candidates(Samples, Options with { Criterion = criterion }).ToArray();
        Assert.All(candidates, c => Assert.Same(candidates.Take(c.Index + 1).MinBy(one => one.Criteria.By(criterion)), c.Best));
    }

    [Fact]
    public void Each_is_the_best_of_the_restarts_of_a_fit_by_itself()
    {
        foreach (var candidate in ModelSelection.Candidates(Samples, Options))
        {
            var fits = Enumerable.Range(0, 3).Select(restart =>
            {
                var start = InitialMixture.Create(Samples, candidate.Components, candidate.Shape, Options.Seedings[restart % 2], Options.Seed, restart);
                return Em.Iterate(Em.Start(start, Samples) with { Restart = restart }, Samples).Last();
            });
            Assert.Equal(fits.MaxBy(fit => fit.LogLikelihood), candidate.Fit);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(64)]
    public void Candidates_are_the_same_for_any_number_of_threads(int threads)
    {
        var one = ModelSelection.Candidates(Samples, Options with { Em = new EmOptions { Threads = 1 } }).ToArray();
        var several = ModelSelection.Candidates(Samples, Options with { Em = new EmOptions { Threads = threads } }).ToArray();
        Assert.Equal(one, several);
        Assert.All(one.Zip(several), pair => Bits.Same(pair.First.Fit.Mixture, pair.Second.Fit.Mixture));
    }

    [Fact]
    public void A_degenerate_fit_is_the_best_only_where_all_are()
    {
        // Two points and two components: each sits on one of them.
        var points = Samples.From([[0, 0], [1, 1]]);
        var options = new SelectionOptions([2, 1]) { Shapes = [CovarianceShape.Diagonal], Em = new EmOptions { Regularization = Regularization.None } };
        var candidates = ModelSelection.Candidates(points, options).ToArray();
        Assert.Equal([EmStatus.Degenerate, EmStatus.Converged], candidates.Select(c => c.Fit.Status));
        Assert.Equal([0, 1], candidates.Select(c => c.Best.Index));
    }

    [Fact]
    public void Labels_are_kept_and_start_once()
    {
        var labelled = Samples.WithLabels((int[])[0, 1, .. Enumerable.Repeat(-1, 198)]);
        var options = new SelectionOptions([2]) { Shapes = [CovarianceShape.Spherical], Seedings = [new Seeding.FromLabels()], Restarts = 4 };
        var fit = Assert.Single(ModelSelection.Candidates(labelled, options)).Fit;
        Assert.Equal((0, EmStatus.Converged), (fit.Restart, fit.Status));
        Assert.True(fit.Mixture.Means[0, 0] < 2 && fit.Mixture.Means[1, 0] > 3);
    }

    [Fact]
    public void Samples_that_do_not_suit_are_refused_before_any_fit()
    {
        Assert.Equal("There are 200 samples of positive weight for 201 components: give at least one sample for each, or use fewer components.", Refusal.Of(() => ModelSelection.Candidates(Samples, Options with { Components = [1, 201] }).First()));
        var labelled = Samples.WithLabels((int[])[.. Enumerable.Repeat(-1, 199), 2]);
        Assert.Equal("The label of row 199 is 2: the 2 components are numbered from 0.", Refusal.Of(() => ModelSelection.Candidates(labelled, Options with { Components = [3, 2] }).First()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_cancelled_token_ends_the_sequence(int threads)
    {
        using var source = new CancellationTokenSource();
        var options = Options with { Em = new EmOptions { Threads = threads, Tolerance = 0 } };
        var seen = 0;
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (var candidate in ModelSelection.Candidates(Samples, options, source.Token))
            {
                seen++;
                source.Cancel();
            }
        });
        Assert.Equal(1, seen);
    }
}
