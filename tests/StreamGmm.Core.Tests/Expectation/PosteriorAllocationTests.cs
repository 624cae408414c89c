namespace StreamGmm.Core.Tests.Expectation;

/// <summary>Scoring into the caller's memory allocates nothing, once a thread has done it before.</summary>
public class PosteriorAllocationTests
{
    public static TheoryData<string> Shapes => Some.Shapes;

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Many_samples_on_one_thread(string shape)
    {
        var (mixture, samples) = (Some.Pair(CovarianceShape.Parse(shape)), Samples.From(Some.Rows(1000)));
        var weighted = samples.WithWeights(Enumerable.Repeat(0.5, 1000).ToArray());
        var (densities, responsibilities, labels) = (new double[1000], new double[2000], new int[1000]);
        AssertNothing(() => mixture.LogDensity(samples, densities, threads: 1));
        AssertNothing(() => mixture.Responsibilities(samples, responsibilities, threads: 1));
        AssertNothing(() => mixture.Assign(weighted, labels, threads: 1));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void One_point(string shape)
    {
        var (mixture, row) = (Some.Pair(CovarianceShape.Parse(shape)), new double[2]);
        AssertNothing(() => mixture.LogDensity([1, 2]));
        AssertNothing(() => mixture.Responsibilities([1, 2], row));
        AssertNothing(() => mixture.Assign([1, 2]));
    }

    [Fact]
    public void The_callers_thread_among_several()
    {
        var (mixture, samples) = (Some.Pair(CovarianceShape.Full), Samples.From(Some.Rows(200_000)));
        var densities = new double[200_000];
        AssertNothing(() => mixture.LogDensity(samples, densities, threads: 4));
    }

    [Fact]
    public void Mixtures_of_other_sizes_do_not_disturb_one_another()
    {
        var (small, large) = (Some.Unit(CovarianceShape.Full, [[0], [2]]), Some.Unit(CovarianceShape.Full, [[0, 0, 0], [1, 1, 1], [5, 5, 5]]));
        var (one, three) = (small.LogDensity([1]), large.LogDensity([1, 2, 3]));
        var many = large.LogDensity(Samples.From([[1, 2, 3], [4, 5, 6]]));
        Assert.Equal((one, three, three), (small.LogDensity([1]), large.LogDensity([1, 2, 3]), many[0]));
    }

    private static void AssertNothing(Action call)
    {
        // The first calls compile the code and make what is kept.
        for (var warm = 0; warm < 3; warm++)
            call();
        var before = GC.GetAllocatedBytesForCurrentThread();
        call();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
