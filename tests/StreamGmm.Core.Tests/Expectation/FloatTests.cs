using StreamGmm.Core.Tests.Online;

namespace StreamGmm.Core.Tests.Expectation;

public class FloatTests
{
    [Fact]
    public void High_correlations_are_served_by_floats_and_extreme_ones_are_not()
    {
        var samples = Samples.From(new float[] { 0, 0, 1, 1, 2, 2 }, 2);
        Assert.NotNull(FloatLaws.Range(Correlated(0.999), samples));
        Assert.Null(FloatLaws.Range(Correlated(0.99999), samples));
    }

    [Fact]
    public void An_origin_that_is_no_float_is_served_by_doubles()
    {
        var samples = Samples.From(new float[] { 0, 1, 2, 3 }, 1);
        var mixture = Some.Unit(CovarianceShape.Full, [[1], [2]]);
        Assert.NotNull(FloatRange.Of(mixture, samples, [0.5], [0.5, 1.5]));
        Assert.Null(FloatRange.Of(mixture, samples, [0.1], [0.9, 1.9]));
    }

    [Theory]
    [InlineData(1e-12)]
    [InlineData(1e12)]
    public void Weights_far_from_1_are_served_by_doubles(double weight)
    {
        var samples = Samples.From(new float[] { 0, 1, 2, 3 }, 1);
        var mixture = Some.Unit(CovarianceShape.Full, [[1], [2]]);
        Assert.NotNull(FloatLaws.Range(mixture, samples.WithWeights(new double[] { 1, 0, 2, 3 })));
        Assert.Null(FloatLaws.Range(mixture, samples.WithWeights(new[] { 1, 0, weight, 3 })));
        Some.AssertSound(Em.Next(Em.Start(mixture, samples.WithWeights(new[] { weight, weight, weight, weight })), samples.WithWeights(new[] { weight, weight, weight, weight }), new EmOptions()));
    }

    [Fact]
    public void A_far_sample_costs_the_others_nothing()
    {
        // In one tile with the far sample, and in another.
        var draw = new Draw(3);
        var values = Array.ConvertAll(draw.Normals(6_000), x => (float)x);
        values[2_500] = 1e30f;
        var samples = Samples.From(values, 2);
        var statistics = EStep.Expect(Some.Pair(CovarianceShape.Diagonal), samples, [0, 0]);
        var near = EStep.Expect(Some.Pair(CovarianceShape.Diagonal), Samples.Concat([samples.Slice(0, 1_250), samples.Slice(1_251, 1_749)]), [0, 0]);
        Assert.Equal(3_000, statistics.TotalWeight);
        Assert.InRange(statistics.Mass(0) - near.Mass(0), -1e-3, 1.001);
        Assert.True(double.IsFinite(statistics.LogLikelihood));
        Assert.InRange(statistics.LogLikelihood, -1e61, -1e59);
    }

    [Fact]
    public void A_constant_column_has_no_scatter_at_all()
    {
        var draw = new Draw(5);
        var values = new float[2_000];
        for (var i = 0; i < values.Length; i++)
            values[i] = i % 2 == 0 ? 0.1f : (float)draw.Normal();
        var samples = Samples.From(values, 2);
        var statistics = EStep.Expect(Some.Pair(CovarianceShape.Full), samples, samples.Origin());
        Assert.Equal(0, statistics.TotalVariances()[0]);
        Some.AssertSound(Em.Iterate(Em.Start(Some.Pair(CovarianceShape.Full), samples), samples, new EmOptions()).Last());
    }

    [Theory]
    [MemberData(nameof(Some.Shapes), MemberType = typeof(Some))]
    public void A_fit_from_nothing_ends_where_that_to_doubles_does(string shape)
    {
        var rows = Some.Rows(3_000);
        var (floats, doubles) = FloatLaws.Both(new Problem(CovarianceShape.Parse(shape), 2, 2, 1, false, false, 0), rows);
        EmState Fit(Samples samples) =>
            Em.Iterate(Em.Start(InitialMixture.Create(samples, 2, CovarianceShape.Parse(shape), new Seeding.SmallEm()), samples), samples, new EmOptions()).Last();
        var (expected, actual) = (Fit(doubles), Fit(floats));
        Assert.Equal(EmStatus.Converged, actual.Status);
        Close.Relatively(1e-5, expected.LogLikelihood, actual.LogLikelihood);
    }

    [Fact]
    public void A_stream_of_floats_is_followed_as_one_of_doubles_and_saved_whole()
    {
        var (floats, doubles) = FloatLaws.Both(new Problem(CovarianceShape.Full, 2, 2, 1, false, false, 0), Some.Rows(6_000));
        var options = new OnlineOptions(2);
        OnlineState Follow(Samples samples, OnlineState state)
        {
            for (var start = (int)state.Position; start < samples.Count; start += 250)
                state = OnlineEm.Next(state, samples.Slice(start, 250).At(start + 250), options);
            return state;
        }

        var (expected, actual) = (Follow(doubles, OnlineEm.Start(options)), Follow(floats, OnlineEm.Start(options)));
        Close.Mixtures(1e-3, expected.Mixture!, actual.Mixture!);

        // Cut while warming up: the rows kept are the same numbers.
        var cut = OnlineEm.Next(OnlineEm.Start(options), floats.Slice(0, 250).At(250), options);
        Assert.Null(cut.Mixture);
        Assert.Equal(actual, Follow(floats, Reloaded(cut)));
    }

    private static OnlineState Reloaded(OnlineState state)
    {
        using var stream = new MemoryStream();
        new SavedState(state).Write(stream);
        stream.Position = 0;
        return SavedState.Read(stream).State;
    }

    private static GaussianMixture Correlated(double correlation) => new(
        [0.5, 0.5],
        [[0, 0], [1, 1]],
        new Covariances.Tied([[1, correlation], [correlation, 1]]));
}
