using StreamGmm.Kernels;

namespace StreamGmm.Core.Tests.Kernels;

[Trait("Category", "Kernels")]
public class SmallestKernelTests
{
    [Fact]
    public void The_first_of_the_smallest_is_found_with_lanes_of_every_width()
    {
        TileKernels<double>[] all = [new TileKernels<Lanes512<double>, double>(), new TileKernels<Lanes256<double>, double>(), new TileKernels<Lanes128<double>, double>(), new TileKernels<LanesScalar<double>, double>()];
        var draw = new Draw(1);
        foreach (var components in new[] { 1, 2, 3, 17 })
        {
            const int Stride = 40, Count = 24;
            // Few different values, so that there are equals.
            var rows = Enumerable.Range(0, components * Stride).Select(_ => (double)draw.Integer(5)).ToArray();
            var expected = Enumerable.Range(0, Count).Select(i => (double)Enumerable.Range(0, components).MinBy(k => rows[(k * Stride) + i])).ToArray();
            foreach (var kernels in all)
            {
                var index = new double[Count];
                kernels.Smallest(rows, Stride, Count, components, index);
                Assert.Equal(expected, index);
            }
        }
    }
}
