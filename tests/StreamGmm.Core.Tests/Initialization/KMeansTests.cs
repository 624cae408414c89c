namespace StreamGmm.Core.Tests.Initialization;

public sealed class KMeansTests
{
    private static readonly Samples FourPoints = Samples.From(new double[,] { { 0, 0 }, { 0, 2 }, { 10, 0 }, { 10, 2 } });

    [Fact]
    public void Two_pairs_are_found_from_any_seed()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var clustering = KMeans.Fit(FourPoints, 2, seed);
            Assert.Equal([[0, 1], [10, 1]], clustering.Centers.OrderBy(c => c[0]).Select(c => c.ToArray()));
            Assert.Equal(4, clustering.Inertia);
            Assert.Equal([2.0, 2.0], clustering.Masses);
            Assert.True(clustering.Converged);
        }
    }

    [Fact]
    public void Samples_are_assigned_to_the_nearest_centre_whatever_their_labels()
    {
        var clustering = KMeans.Lloyd(FourPoints, [[0, 1], [10, 1]]);
        Assert.Equal([0, 0, 1, 1], clustering.Assign(FourPoints.WithLabels(new[] { 1, 1, 1, 1 })));
        Assert.Empty(clustering.Assign(FourPoints.Slice(0, 0)));
        Assert.StartsWith("The centres are 2 × 2", Assert.Throws<ArgumentException>(() => clustering.Assign(Samples.From(new double[] { 1 }, 1))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(9, 4)]
    [InlineData(13, 20)]
    public void Seeds_are_the_same_whether_distances_are_kept_or_found_again(int dimension, int components)
    {
        // With more axes, on which all samples are equal, they are kept.
        var draw = new Draw(components);
        for (var seed = 0; seed < 5; seed++)
        {
            double[][] rows = [.. Enumerable.Range(0, 900).Select(_ => draw.Normals(dimension))];
            var seeds = KMeans.PlusPlus(Samples.From(rows), components, seed);
            var wide = KMeans.PlusPlus(Samples.From(rows.Select(row => row.Concat(new double[12]).ToArray()).ToArray()), components, seed);
            Assert.Equal(seeds.Select(m => m.ToArray()), wide.Select(m => m.Take(dimension).ToArray()));
        }
    }

    [Fact]
    public void Inertia_never_rises()
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var samples = Samples.From(new Draw(seed).Normals(3000), 3);
            var trace = KMeans.Fit(samples, 7, seed).InertiaTrace;
            Assert.True(trace.Length > 2);
            Assert.All(trace.Zip(trace.Skip(1)), pair => Assert.True(pair.Second <= pair.First * (1 + 1e-14)));
        }
    }

    [Fact]
    public void A_weight_of_three_is_three_copies_and_a_weight_of_zero_is_absence()
    {
        var weighted = Samples.From(new double[,] { { 0 }, { 1 }, { 9 }, { 500 } }).WithWeights(new double[] { 3, 1, 1, 0 });
        var copies = Samples.From(new double[,] { { 0 }, { 0 }, { 0 }, { 1 }, { 9 } });
        RealMatrix start = [[0], [9]];
        Assert.Equal(KMeans.Lloyd(copies, start), KMeans.Lloyd(weighted, start));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    public void Samples_that_weigh_next_to_nothing_beside_others_move_their_centre_too(int dimension)
    {
        double[] places = [0, 1, 2, 100, 101, 105];
        var samples = Samples.From(places, x => [.. Enumerable.Repeat(x, dimension)]).WithWeights(new[] { 1e13, 1e13, 1e13, 1, 1, 1 });
        var clustering = KMeans.Lloyd(samples, RealMatrix.Create(2, dimension, values => values[dimension..].Fill(90)));
        Assert.Equal([3e13, 3], clustering.Masses);
        Assert.All(clustering.Centers.Row(0).ToArray(), x => Assert.Equal(1, x, 1e-12));
        Assert.All(clustering.Centers.Row(1).ToArray(), x => Assert.Equal(102, x, 1e-12));
    }

    [Fact]
    public void A_labelled_sample_stays_with_its_centre()
    {
        var labelled = FourPoints.WithLabels(new[] { 1, -1, -1, -1 });
        var clustering = KMeans.Lloyd(labelled, [[0, 1], [10, 1]]);
        Assert.Equal([1.0, 3.0], clustering.Masses);
    }

    [Fact]
    public void A_centre_without_samples_stays()
    {
        var clustering = KMeans.Lloyd(FourPoints, [[5, 1], [1e6, 0]]);
        Assert.Equal([1e6, 0.0], clustering.Centers.Row(1).ToArray());
        Assert.Equal([4.0, 0.0], clustering.Masses);
    }

    [Fact]
    public void Seeds_are_different_samples_while_there_are_any()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var centers = KMeans.PlusPlus(FourPoints, 4, seed);
            Assert.Equal(4, centers.Distinct().Count());
        }

        var equal = Samples.From(new double[,] { { 1 }, { 1 }, { 1 } });
        Assert.Equal([[1], [1], [1]], KMeans.PlusPlus(equal, 3));
    }

    [Fact]
    public void Samples_of_weight_zero_are_never_seeds()
    {
        var samples = Samples.From(new double[,] { { 0 }, { 1 }, { 2 }, { 1e6 } }).WithWeights(new double[] { 1, 1, 1, 0 });
        for (var seed = 0; seed < 20; seed++)
            Assert.DoesNotContain(1e6, KMeans.PlusPlus(samples, 3, seed).AsSpan().ToArray());
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        var samples = Samples.From(new Draw(1).Normals(60_000), 3);
        var one = KMeans.Fit(samples, 9, 5, threads: 1);
        foreach (var threads in new[] { 2, 3, 8 })
        {
            var many = KMeans.Fit(samples, 9, 5, threads: threads);
            Assert.Equal(one, many);
            Assert.True(one.Centers.AsSpan().SequenceEqual(many.Centers.AsSpan()));
        }
    }

    [Fact]
    public void A_tolerance_ends_when_the_centres_move_little()
    {
        var samples = Samples.From(new Draw(3).Normals(6000), 2);
        var start = KMeans.PlusPlus(samples, 6, 1);
        var (exact, rough) = (KMeans.Lloyd(samples, start), KMeans.Lloyd(samples, start, tolerance: 1e-3));
        Assert.True(exact.Converged && rough.Converged);
        Assert.InRange(rough.Iterations, 2, exact.Iterations - 1);
        Assert.Equal(exact.InertiaTrace.Take(rough.Iterations), rough.InertiaTrace);
        Assert.Equal(KMeans.Lloyd(samples, KMeans.PlusPlus(samples, 6, 9), tolerance: 1e-4), KMeans.Fit(samples, 6, 9));
        var last = KMeans.Lloyd(samples, start, rough.Iterations - 1);
        double Move(Clustering from) => Enumerable.Range(0, 6).Sum(k => from.Centers.Row(k).ToArray().Zip(KMeans.Lloyd(samples, from.Centers, 1).Centers.Row(k).ToArray(), (a, b) => (a - b) * (a - b)).Sum());
        // The variance along each axis is about 1.
        Assert.InRange(Move(last), 0, 1.1e-3);
        Assert.True(Move(KMeans.Lloyd(samples, start, rough.Iterations - 2)) > 0.9e-3);
    }

    [Fact]
    public void Data_far_from_zero_are_clustered_as_near_it()
    {
        var values = new Draw(2).Normals(2000);
        // Multiples of 2^-20 below 2^26, so that the shift by 2^26 is exact.
        var near = values.Select(x => Math.Round(x * (1 << 20)) / (1 << 20)).ToArray();
        var far = near.Select(x => x + (1 << 26)).ToArray();
        var a = KMeans.Fit(Samples.From(near, 2), 5, 3, tolerance: 0);
        var b = KMeans.Fit(Samples.From(far, 2), 5, 3, tolerance: 0);
        Assert.Equal(a.InertiaTrace.Length, b.InertiaTrace.Length);
        Assert.Equal(a.Inertia, b.Inertia, a.Inertia * 1e-12);
    }

    [Fact]
    public void What_cannot_be_clustered_is_refused()
    {
        Assert.Equal(
            "There are 4 samples of positive weight for 5 components: give at least one sample for each, or use fewer components.",
            Assert.Throws<ArgumentException>(() => KMeans.Fit(FourPoints, 5)).Message);
        Assert.StartsWith(
            "The centres are 2 × 1: at least one of the samples' 2 features is needed.",
            Assert.Throws<ArgumentException>(() => KMeans.Lloyd(FourPoints, [[1], [2]])).Message,
            StringComparison.Ordinal);
        var labelled = FourPoints.WithLabels(new[] { 7, -1, -1, -1 });
        Assert.Equal("The label of row 0 is 7: the 3 components are numbered from 0.", Assert.Throws<ArgumentException>(() => KMeans.PlusPlus(labelled, 3)).Message);
        Assert.Equal("The label of row 0 is 7: the 2 components are numbered from 0.", Assert.Throws<ArgumentException>(() => KMeans.Lloyd(labelled, [[0, 1], [10, 1]])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => KMeans.Fit(FourPoints, 0));
        Assert.StartsWith("The tolerance is a finite number of 0 or more.", Assert.Throws<ArgumentOutOfRangeException>(() => KMeans.Lloyd(FourPoints, [[0, 1]], tolerance: double.NaN)).Message, StringComparison.Ordinal);
        Assert.Throws<OperationCanceledException>(() => KMeans.Fit(FourPoints, 2, cancellationToken: new CancellationToken(true)));
    }
}
