namespace StreamGmm.Core.Tests.LinearAlgebra;

public class InnerProductTests
{
    [Fact]
    public void It_is_the_sum_of_products_for_every_length()
    {
        var draw = new Draw(1);
        for (var n = 0; n <= 40; n++)
        {
            var (x, y) = (draw.Normals(n), draw.Normals(n));
            Close.Absolutely(1e-14, x.Zip(y, (a, b) => a * b).Sum(), InnerProduct.Of(x, y));
            Close.Absolutely(1e-14, Math.Sqrt(x.Sum(a => a * a)), InnerProduct.Norm(x));
        }
    }

    [Fact]
    public void It_is_added_up_in_eight_sums_that_are_added_in_pairs()
    {
        double[] x = [.. Enumerable.Range(1, 17).Select(i => Math.Sqrt(i))];
        var s = Enumerable.Range(0, 8).Select(i => 0 + (x[i] * x[i + 1]) + (x[i + 8] * x[Math.Min(i + 9, 16)])).ToArray();
        Bits.Same([((s[0] + s[1]) + (s[2] + s[3])) + ((s[4] + s[5]) + (s[6] + s[7]))], [InnerProduct.Of(x.AsSpan(0, 16), x.AsSpan(1, 16))]);
    }
}
