using StreamGmm.Core.Tests.Statistics;

namespace StreamGmm.Core.Tests.Expectation;

/// <summary>The E-step of samples with missing values.</summary>
public class MissingLaws
{
    [Fact]
    public void Statistics_are_those_of_the_books() => Law.Holds(p =>
    {
        var samples = Holes.Samples(p);
        new PlainMissing(p.Start(), samples).AssertSame(1e-9, EStep.Expect(p.Start(), samples, samples.Origin()));
    });

    [Fact]
    public void Where_nothing_is_missing_nothing_changes_to_the_last_bit() => Law.Holds(p =>
    {
        var (complete, allowed) = (p.Samples(), p.Like(Samples.From(p.Values(), MissingValues.Marginalize)));
        Assert.False(allowed.HasMissing);
        Bits.Same(EStep.Expect(p.Start(), complete, complete.Origin()), EStep.Expect(p.Start(), allowed, allowed.Origin()));
        Bits.Same(p.Start().LogDensity(complete).AsSpan(), p.Start().LogDensity(allowed).AsSpan());
    });

    [Fact]
    public void The_complete_rows_of_samples_count_as_they_do_alone() => Law.Holds(
        p =>
        {
            var (samples, origin) = (Holes.Samples(p), RealVector.Create(p.Values()[0]));
            int[] complete = [.. Enumerable.Range(0, samples.Count).Where(i => samples.Patterns!.OfRow(i) < 0)];
            int[] others = [.. Enumerable.Range(0, samples.Count).Except(complete)];
            var parts = EStep.Expect(p.Start(), samples.Rows(complete), origin) + EStep.Expect(p.Start(), samples.Rows(others), origin);
            SufficientStatisticsLaws.Same(1e-12, EStep.Expect(p.Start(), samples, origin), parts);
        },
        cases: 20);

    [Fact]
    public void The_statistics_of_the_parts_add_up_to_those_of_the_whole_even_far_from_zero() => Law.Holds(p =>
    {
        var far = Holes.Of(p, [.. Holes.Values(p).Select(row => row.Select(x => 1e8 + EStepLaws.Rounded(x)).ToArray())]);
        var mixture = EStepLaws.Moved(p.Start(), 1e8);
        var (origin, cut) = (far.Origin(), 1 + p.Draw().Integer(far.Count - 1));
        var parts = EStep.Expect(mixture, far.Slice(0, cut), origin) + EStep.Expect(mixture, far.Slice(cut, far.Count - cut), origin);
        SufficientStatisticsLaws.Same(1e-12, EStep.Expect(mixture, far, origin), parts);
    });

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits() => Law.Holds(
        p =>
        {
            var values = Holes.Values(p);
            var samples = Samples.From(Enumerable.Range(0, 6000).Select(i => values[i % values.Length]), row => row, MissingValues.Marginalize);
            var one = EStep.Expect(p.Start(), samples, samples.Origin(), threads: 1);
            Assert.All([2, 3, 8, 64], threads => Bits.Same(one, EStep.Expect(p.Start(), samples, samples.Origin(), threads)));
            Assert.All([2, 8], threads => Bits.Same(p.Start().Responsibilities(samples, threads: 1).AsSpan(), p.Start().Responsibilities(samples, threads).AsSpan()));
        },
        cases: 6);

    [Fact]
    public void The_values_in_a_row_of_weight_0_do_not_matter_bit_for_bit() => Law.Holds(p =>
    {
        var (values, weights, draw) = (Holes.Values(p), p.Weights(), p.Draw());
        weights[0] = 1;
        var changed = values.Select((row, i) => weights[i] > 0 ? row : Holes.In([row, draw.Normals(p.Dimension, 1e140)], draw, 0.5)[1]).ToArray();
        var origin = RealVector.Create(values[0]);
        Bits.Same(EStep.Expect(p.Start(), Weighted(values), origin), EStep.Expect(p.Start(), Weighted(changed), origin));

        Samples Weighted(double[][] rows) => Samples.From(rows, MissingValues.Marginalize).WithWeights(weights);
    });

    [Fact]
    public void Floats_give_the_same_as_doubles() => Law.Holds(p =>
    {
        float[][] rounded = [.. Holes.Values(p).Select(row => row.Select(x => (float)x).ToArray())];
        var floats = Samples.From(rounded.SelectMany(row => row).ToArray(), p.Dimension, MissingValues.Marginalize);
        var doubles = Samples.From([.. rounded.Select(row => row.Select(x => (double)x).ToArray())], MissingValues.Marginalize);
        SufficientStatisticsLaws.Same(1e-4, EStep.Expect(p.Start(), doubles, doubles.Origin()), EStep.Expect(p.Start(), floats, doubles.Origin()));
        Close.Relatively(1e-12, p.Start().LogDensity(doubles).AsSpan(), p.Start().LogDensity(floats).AsSpan());
    });

    [Fact]
    public void A_row_is_seen_by_the_marginal_of_what_it_has() => Law.Holds(p =>
    {
        var (samples, mixture) = (Holes.Samples(p), p.Start());
        var (densities, shares, likely) = (mixture.LogDensity(samples), mixture.Responsibilities(samples), mixture.Assign(samples));
        for (var i = 0; i < samples.Count; i++)
        {
            var row = new double[p.Dimension];
            samples.CopyRow(i, row);
            int[] seen = [.. Enumerable.Range(0, p.Dimension).Where(j => !double.IsNaN(row[j]))];
            if (seen.Length == 0)
            {
                Assert.Equal(0, densities[i]);
                Close.Absolutely(1e-14, mixture.Weights.AsSpan(), shares.Row(i));
                continue;
            }

            var marginal = mixture.Marginal(seen);
            double[] values = [.. seen.Select(j => row[j])];
            Close.Relatively(1e-10, marginal.LogDensity(values), densities[i], "log density");
            Close.Absolutely(1e-9, marginal.Responsibilities(values).AsSpan(), shares.Row(i), "responsibility");
            Assert.True(shares[i, likely[i]] >= shares.Row(i).ToArray().Max());
        }
    });
}
