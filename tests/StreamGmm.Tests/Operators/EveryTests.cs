using System.Reactive.Linq;

namespace StreamGmm.Tests.Operators;

public sealed class EveryTests
{
    [Theory]
    [InlineData(1, 1, new[] { 0 })]
    [InlineData(5, 1, new[] { 0, 1, 2, 3, 4 })]
    [InlineData(5, 2, new[] { 0, 2, 4 })]
    [InlineData(6, 2, new[] { 0, 2, 4, 5 })]
    [InlineData(6, 100, new[] { 0, 5 })]
    [InlineData(0, 3, new int[0])]
    public async Task It_tells_the_first_each_nth_and_the_last(int count, int n, int[] expected) =>
        Assert.Equal(expected, await Observable.Range(0, count).Every(n).ToList());

    [Fact]
    public void Of_each_nth_below_one_there_is_none() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Observable.Never<int>().Every(0));
}
