namespace StreamGmm.Core.Tests.Statistics;

public class ConstantAxisTests
{
    [Theory]
    [MemberData(nameof(Some.Shapes), MemberType = typeof(Some))]
    public void A_constant_axis_has_exactly_no_variance_wherever_the_origin_is_and_however_the_samples_are_split(string shape)
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var draw = new Draw(seed);
            var constant = draw.Uniform(-100, 100);
            var rows = Enumerable.Range(0, 60).Select(_ => new[] { draw.Normal(), constant }).ToArray();
            var mixture = Some.Unit(CovarianceShape.Parse(shape), [[-0.3, constant + draw.Normal()], [0.4, constant - 1]]);
            var parts = rows.Chunk(20).Select(part => EStep.Expect(mixture, Samples.From(part), [0, 0])).ToArray();
            var sum = parts[0] + parts[1] + parts[2];
            if (shape == "spherical")
                Assert.Equal(constant, sum.RelativeMean(0)[1]);
            else
                Assert.Equal(0, sum.TotalVariances()[1]);
            Assert.True(MStep.TryMaximize(sum, mixture, new Regularization.Relative(1e-6), out _, out _));
        }
    }
}
