namespace StreamGmm.Core.Tests.Data;

public sealed class DrawsTests
{
    [Fact]
    public void Numbers_are_those_of_every_version_before()
    {
        var draws = new Draws(42);
        // Written down once: a saved seed must give the same numbers in every version.
        Assert.Equal([0.6977363416157777, 0.34329192209867343, 0.2336321363334536], [draws.Uniform(0), draws.Uniform(1), draws.Stream(7).Uniform(0)]);
        Assert.Equal(0.1258736649253812, draws.Normal(3), 1e-14);
        Assert.NotEqual(draws.Uniform(0), draws.Uniform(1));
        Assert.NotEqual(draws.Uniform(0), draws.Stream(0).Uniform(0));
        Assert.NotEqual(draws.Uniform(0), new Draws(-42).Uniform(0));
    }

    [Fact]
    public void Uniform_numbers_fill_their_interval_evenly()
    {
        var counts = new int[20];
        for (var i = 0; i < 20_000; i++)
        {
            var x = new Draws(1).Uniform(i);
            Assert.InRange(x, 0, 1 - 1e-16);
            counts[(int)(20 * x)]++;
        }

        // χ² with 19 degrees of freedom passes 43.8 once in a thousand.
        Assert.InRange(counts.Sum(c => (c - 1000.0) * (c - 1000) / 1000), 0, 43.8);
    }

    [Fact]
    public void Normal_numbers_have_the_moments_of_a_normal_distribution()
    {
        var x = Enumerable.Range(0, 50_000).Select(i => new Draws(3).Normal(i)).ToArray();
        Assert.Equal(0, x.Average(), 0.02);
        Assert.Equal(1, x.Average(v => v * v), 0.03);
        Assert.Equal(0, x.Average(v => v * v * v), 0.06);
        Assert.Equal(3, x.Average(v => v * v * v * v), 0.15);
    }

    [Fact]
    public void A_subset_has_the_size_asked_for_and_every_element_its_chance()
    {
        var counts = new int[10];
        for (var seed = 0; seed < 5000; seed++)
        {
            var subset = new Draws(seed).Subset(10, 4);
            Assert.Equal(4, subset.Distinct().Count());
            Assert.Equal(subset.Order(), subset);
            foreach (var i in subset)
                counts[i]++;
        }

        Assert.All(counts, c => Assert.InRange(c, 1850, 2150));
        Assert.Equal([0, 1, 2], new Draws(0).Subset(3, 3));
    }
}
