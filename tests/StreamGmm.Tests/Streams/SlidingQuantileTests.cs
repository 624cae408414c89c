namespace StreamGmm.Tests.Streams;

public sealed class SlidingQuantileTests
{
    [Theory]
    [InlineData(0.5, 1000)]
    [InlineData(0.02, 1000)]
    [InlineData(0.013, 1539)]
    public void It_is_the_order_statistic_of_the_window(double quantile, int window)
    {
        var (random, sliding, values) = (new Random(4), new SlidingQuantile(quantile), new List<double>());
        var below = 0;
        for (var i = 0; i < window + 1_500; i++)
        {
            // Rounded, so that many are equal; some are −∞.
            var value = random.Next(200) == 0 ? double.NegativeInfinity : Math.Round(20 * random.NextDouble()) + (i > window ? -3 : 0);
            var isBelow = sliding.IsBelow(value);
            var latest = values.TakeLast(window).ToArray();
            values.Add(value);
            below += isBelow ? 1 : 0;
            if (i % 3 != 0)
                continue;
            Array.Sort(latest);
            Assert.Equal(latest.Length >= window / 4 && value < latest[(int)Math.Ceiling(quantile * latest.Length) - 1], isBelow);
        }

        Assert.True(below > 0);
    }
}
