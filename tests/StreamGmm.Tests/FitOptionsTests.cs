namespace StreamGmm.Tests;

public sealed class FitOptionsTests
{
    [Fact]
    public void Defaults_are_those_documented()
    {
        var options = new FitOptions(2);
        Assert.Equal(CovarianceShape.Full, options.Shape);
        Assert.Equal(new Seeding.SmallEm(), options.Seeding);
        Assert.Equal((0, 1), (options.Seed, options.Restarts));
        Assert.Equal((1e-5, 500, 0), (options.Em.Tolerance, options.Em.MaxIterations, options.Em.Threads));
        Assert.Equal(new Regularization.Relative(1e-6), options.Em.Regularization);
    }

    [Fact]
    public void A_fit_from_a_mixture_has_its_components_and_shape()
    {
        var start = new GaussianMixture([0.5, 0.2, 0.3], [[0, 0], [4, 0], [0, 4]], new Covariances.Spherical([1, 2, 1]));
        var options = new FitOptions(start) { Em = new EmOptions { MaxIterations = 3 } };
        Assert.Equal((3, CovarianceShape.Spherical), (options.Components, options.Shape));
        Assert.Equal(new Seeding.From(start), options.Seeding);
        Assert.Equal(new FitOptions(start), FitOptions.From(start));
        Assert.Throws<ArgumentNullException>(() => new FitOptions(null!));
    }

    [Fact]
    public void What_cannot_be_is_refused_also_by_with()
    {
        Refused(() => new FitOptions(0), "A mixture has at least one component.");
        Refused(() => new FitOptions(2) with { Components = -1 }, "A mixture has at least one component.");
        Refused(() => new FitOptions(2) { Restarts = 0 }, "There is at least one start.");
        Refused(() => new EmOptions { Tolerance = double.NaN }, "The tolerance is a finite number of 0 or more.");
        Refused(() => new EmOptions { MaxIterations = -1 }, "The limit of iterations is 0 or more.");
        Refused(() => new EmOptions { Threads = -1 }, "The number of threads is 1 or more, or 0 for all cores.");
        Refused(() => new Regularization.Relative(-1), "Regularization is a finite number of 0 or more.");
        Assert.Throws<ArgumentNullException>(() => new FitOptions(2) { Em = null! });
        Assert.Throws<ArgumentNullException>(() => new FitOptions(2) { Seeding = null! });
    }

    private static void Refused(Func<object> make, string message) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentOutOfRangeException>(make).Message, StringComparison.Ordinal);
}
