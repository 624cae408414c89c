namespace StreamGmm.Core.Tests.LinearAlgebra;

public class RealVectorTests
{
    [Fact]
    public void It_is_written_as_a_collection()
    {
        RealVector v = [1, 2, 3];
        Assert.Equal(3, v.Length);
        Assert.Equal([1.0, 2, 3], v);
        Assert.Equal(2, v[1]);
        Assert.Equal("[1, 2, 0.333333]", RealVector.Create([1, 2, 1.0 / 3]).ToString());
    }

    [Fact]
    public void It_is_equal_by_value()
    {
        RealVector v = [1, 2], same = [1, 2];
        Assert.Equal(v, same);
        Assert.Equal(v.GetHashCode(), same.GetHashCode());
        Assert.True(v.Equals((object)same));
        Assert.NotEqual(v, [1, 3]);
        Assert.NotEqual(v, [1, 2, 0]);
        Assert.False(v.Equals(null));
    }

    [Fact]
    public void Plus_and_minus_0_are_equal_and_hash_the_same()
    {
        RealVector plus = [0.0], minus = [-0.0];
        Assert.Equal(plus, minus);
        Assert.Equal(plus.GetHashCode(), minus.GetHashCode());
    }

    [Fact]
    public void It_does_not_change_when_its_source_does()
    {
        double[] source = [1, 2];
        var v = RealVector.Create(source);
        source[0] = 9;
        Assert.Equal([1, 2], v);
    }

    [Fact]
    public void It_can_be_filled_before_it_is_sealed() =>
        Assert.Equal([0, 7], RealVector.Create(2, values => values[1] = 7));

    [Fact]
    public void It_is_made_of_any_sequence()
    {
        Assert.Equal([0, 1, 4], RealVector.Create(Enumerable.Range(0, 3).Select(i => (double)i * i)));
        Assert.Equal([1, 2], RealVector.Create(new List<double> { 1, 2 }));
        Assert.Equal([1, 2], RealVector.Create(new double[] { 1, 2 }));
    }

    [Fact]
    public void It_goes_where_a_point_is_asked_for_without_a_copy()
    {
        RealVector v = [1, 2];
        ReadOnlySpan<double> point = v;
        Assert.True(point == v.AsSpan());
        Assert.True(new Region.Box([0, 0], [2, 2]).Contains(v));
    }

    [Fact]
    public void There_is_nothing_beyond_its_end() =>
        Assert.Throws<IndexOutOfRangeException>(() => RealVector.Create([1])[1]);
}
