namespace StreamGmm.Reports.Tests.Making;

public sealed class PageUnitsTests
{
    [Fact]
    public void Units_are_the_mean_and_the_standard_deviation_of_the_samples()
    {
        var axis = Report.Of(Samples.From(new[,] { { 1.0 }, { 2 }, { 3 }, { 6 } })).Content.Axes[0];
        Assert.Equal(3, axis.Center, 1e-12);
        Assert.Equal(Math.Sqrt(3.5), axis.Scale, 1e-12);
    }

    [Fact]
    public void Weights_count_copies()
    {
        var axis = Report.Of(Samples.From(new[,] { { 0.0 }, { 4 }, { 99 } }).WithWeights(new double[] { 3, 1, 0 })).Content.Axes[0];
        Assert.Equal(1, axis.Center, 1e-12);
        Assert.Equal(Math.Sqrt(3), axis.Scale, 1e-12);
    }

    [Fact]
    public void Without_samples_they_are_those_of_the_mixture()
    {
        var axis = Report.Of(new GaussianMixture([0.5, 0.5], [[-2], [2]], new Covariances.Spherical([5, 5]))).Content.Axes[0];
        Assert.Equal((0, 3), (axis.Center, Math.Round(axis.Scale, 12)));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-7, 7)]
    [InlineData(1e149, 1e149)]
    public void A_value_that_never_varies_has_units_of_its_own_size(double value, double scale)
    {
        var content = Report.Of(Samples.From(new[,] { { value }, { value } })).Content;
        Assert.Equal((value, scale), (content.Axes[0].Center, content.Axes[0].Scale));
        Assert.All(content.Samples!.Values, row => Assert.Equal(0, row[0]));
    }

    [Fact]
    public void The_largest_values_there_may_be_keep_their_places()
    {
        var content = Report.Of(Samples.From(new[,] { { -9e149 }, { 9e149 } })).Content;
        Assert.Equal(-1, content.Samples!.Values[0, 0], 1e-12);
        Assert.Equal(1, content.Samples.Values[1, 0], 1e-12);
    }

    [Fact]
    public void A_component_far_from_all_samples_stays_within_what_a_float_holds()
    {
        var mixture = new GaussianMixture([0.5, 0.5], [[0], [1e100]], new Covariances.Spherical([1, 1]));
        var payload = Payload.Of(Report.Of(mixture, Samples.From(new[,] { { -1.0 }, { 1 } })));
        Assert.Equal(1e6, payload.Mixtures()[0].Means[1, 0], 1);
    }

    [Fact]
    public void A_component_thinner_than_floats_tell_of_its_covariance_stays_as_thin()
    {
        const double r = 1 - 1e-10;
        var mixture = new GaussianMixture([1], [[0, 0]], new Covariances.Full([[[1, r], [r, 1]]]));
        var covariance = Payload.Of(Report.Of(mixture)).Mixtures()[0].Covariance(0);
        Assert.Equal(1, covariance[0, 0], 1e-6);
        Assert.Equal(2e-10, (covariance[0, 0] * covariance[1, 1]) - (covariance[0, 1] * covariance[0, 1]), 2e-13);
    }

    [Fact]
    public void A_component_of_no_width_to_speak_of_can_still_be_drawn()
    {
        var mixture = new GaussianMixture([0.5, 0.5], [[0, 0], [1, 1]], new Covariances.Spherical([1e-90, 1]));
        Assert.Equal(2, Payload.Of(Report.Of(mixture)).Mixtures()[0].Components);
    }
}
