namespace StreamGmm.Core.Tests.Initialization;

/// <summary>Samples that are not looked at again belong where they would be found to belong.</summary>
public class PartitionLaws
{
    private const int Steps = 25;

    [Fact]
    public void Every_step_is_that_of_distances_taken_one_by_one() => Law.Holds(p => Compare(p.Samples(), 4 + p.Components, p.Seed), cases: 40);

    [Fact]
    public void Looking_at_all_samples_every_time_gives_the_same_bits() => Law.Holds(PartitionCase.All, c => CompareBits(c.Samples(), c.Centers(c.Samples()), c.Seed), cases: 80);

    [Fact]
    public void Looking_at_all_samples_of_long_leaves_every_time_gives_the_same_bits()
    {
        // Leaves of several sections, and sections of several tiles.
        var samples = Samples.From(new Draw(3).Normals(3 * 150_000), 3);
        CompareBits(samples, KMeans.PlusPlus(samples, 25), 1);
    }

    [Fact]
    public void Of_equally_near_centres_on_a_grid_the_first_is_taken_wherever_they_go() => Law.Holds(PartitionCase.All, c => CompareOnGrid(c with { Kind = PartitionCase.Place.Grid, IsLabelled = false }), cases: 40);

    [Fact]
    public void Lasting_parts_are_skipped_and_stay_right()
    {
        // 12 × 16 is enough to skip samples; clusters side by side change long.
        for (var seed = 0; seed < 3; seed++)
            Compare(Samples.From(new Draw(seed).Normals(16 * 3000), 16), 12, seed);
    }

    [Fact]
    public void Equal_and_nearly_equal_centres_take_the_first()
    {
        var samples = Samples.From(new Draw(5).Normals(16 * 400), 16);
        var row = new double[16];
        samples.CopyRow(7, row);
        var centers = RealMatrix.Create(8, 16, values =>
        {
            for (var k = 0; k < 8; k++)
                row.CopyTo(values[(k * 16)..]);
        });
        using var partition = new Partition(new Metric(samples, [1]), 8, 1, default);
        var step = partition.Assign(centers);
        Assert.All(partition.Labels, label => Assert.Equal(0, label));
        Assert.Equal([400.0, 0, 0, 0, 0, 0, 0, 0], step.Masses);
        // The others stay, and one of them is now nearer to that sample.
        partition.Assign(step.Centers);
        Assert.Equal(1, partition.Labels[7]);
    }

    [Fact]
    public void A_centre_that_loses_all_its_samples_stays_where_it_was_whatever_their_weights()
    {
        double[] values = [.. Enumerable.Range(0, 64 * 10).Select(i => i / 64 < 9 ? 0.1 * (i / 64) : 0.95)];
        var samples = Samples.From(values, 64).WithWeights(Enumerable.Range(0, 10).Select(i => 0.1 + (0.07 * i)).ToArray());
        RealMatrix Centers(double first, double second) => RealMatrix.Create(2, 64, c =>
        {
            c[..64].Fill(first);
            c[64..].Fill(second);
        });
        using var partition = new Partition(new Metric(samples, [1]), 2, 1, default);
        partition.Assign(Centers(0, 1));
        var step = partition.Assign(Centers(0, 1e3));
        Assert.Equal(0, step.Masses[1]);
        Assert.Equal(1e3, step.Centers[1, 0]);
        Assert.Equal(samples.TotalWeight, step.Masses[0], 1e-12);
    }

    private static void Compare(Samples samples, int components, int seed)
    {
        samples = samples.Labels is { } labels ? samples.WithLabels(labels.ToArray().Select(label => Math.Min(label, components - 1)).ToArray()) : samples;
        if (samples.Count < components)
            return;
        var centers = KMeans.PlusPlus(samples.WithoutLabels().WithoutWeights(), components, seed);
        using var partition = new Partition(new Metric(samples, [1]), components, 2, default);
        for (var step = 0; step < Steps; step++)
        {
            var found = partition.Assign(centers);
            var expected = Enumerable.Range(0, samples.Count).Select(i => Nearest(samples, i, centers)).ToArray();
            for (var i = 0; i < samples.Count; i++)
                Assert.Equal(Weight(samples, i) > 0 ? expected[i].Center : 0, partition.Labels[i]);
            Close.Relatively(1e-12, expected.Select((e, i) => e.Square * Weight(samples, i)).Sum(), found.Inertia);
            for (var k = 0; k < components; k++)
            {
                var own = Enumerable.Range(0, samples.Count).Where(i => expected[i].Center == k && Weight(samples, i) > 0).ToArray();
                Assert.Equal(own.Sum(i => Weight(samples, i)), found.Masses[k], 1e-11);
                for (var j = 0; j < samples.Dimension; j++)
                    Assert.Equal(own.Length == 0 ? centers[k, j] : own.Sum(i => Weight(samples, i) * samples.Features.Doubles[(i * samples.Dimension) + j]) / own.Sum(i => Weight(samples, i)), found.Centers[k, j], 1e-10);
            }

            centers = found.Centers;
        }
    }

    private static void CompareBits(Samples samples, RealMatrix centers, int seed)
    {
        var metric = new Metric(samples, [.. new Draw(seed).Normals(samples.Dimension).Select(scale => 1 + Math.Abs(scale))]);
        using var skipping = new Partition(metric, centers.Rows, 1 + (seed % 3), default);
        using var looking = new Partition(metric, centers.Rows, 1 + (seed % 2), default, isSkipping: false);
        for (var step = 0; step < Steps; step++)
        {
            var (found, expected) = (skipping.Assign(centers), looking.Assign(centers));
            Assert.Equal(looking.Labels, skipping.Labels);
            Assert.Equal(expected.Centers, found.Centers);
            Assert.Equal(expected.Masses, found.Masses);
            Assert.Equal((expected.Inertia, expected.Changes), (found.Inertia, found.Changes));
            var masses = new double[centers.Rows];
            for (var i = 0; i < samples.Count; i++)
                masses[skipping.Labels[i]] += Weight(samples, i);
            Assert.All(masses.Zip(found.Masses), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
            centers = found.Centers;
        }
    }

    /// <summary>Squares of whole numbers are exact.</summary>
    private static void CompareOnGrid(PartitionCase c)
    {
        var (samples, draw) = (c.Samples(), new Draw(c.Seed));
        var centers = c.Centers(samples);
        using var partition = new Partition(new Metric(samples, [1]), c.Components, 2, default);
        for (var step = 0; step < Steps; step++)
        {
            partition.Assign(centers);
            for (var i = 0; i < samples.Count; i++)
                Assert.Equal(Weight(samples, i) > 0 ? Nearest(samples, i, centers).Center : 0, partition.Labels[i]);
            centers = RealMatrix.Create([.. centers.Select(center => RealVector.Create(center.Select(m => draw.Chance(0.1) ? m + draw.Integer(3) - 1 : m)))]);
        }
    }

    private static double Weight(Samples samples, int row) => samples.Weights is { } weights ? weights.Span[row] : 1;

    private static (int Center, double Square) Nearest(Samples samples, int row, RealMatrix centers)
    {
        var values = new double[samples.Dimension];
        samples.CopyRow(row, values);
        var squares = centers.Select(center => center.Zip(values, (m, x) => (x - m) * (x - m)).Sum()).ToArray();
        var k = samples.Labels is { } labels && labels.Span[row] >= 0 ? labels.Span[row] : Array.IndexOf(squares, squares.Min());
        return (k, squares[k]);
    }
}
