using StreamGmm.Core.Tests.Statistics;

namespace StreamGmm.Core.Tests.Online;

public class OnlineEmLaws
{
    [Fact]
    public void While_a_given_mixture_is_held_any_batching_gives_the_statistics_of_all_rows() => Law.Holds(p =>
    {
        var (given, samples, draw) = (p.Start(), p.Samples(), p.Draw());
        var options = new OnlineOptions(p.Components) { Shape = p.Shape, Memory = new MemoryPolicy.Exact() };
        var rows = Math.Min(samples.Count, options.WarmUp(p.Dimension) - 1);
        samples = samples.Slice(0, rows).WithoutWeights();
        var sizes = Enumerable.Range(0, rows).Select(_ => 1 + draw.Integer(rows));
        var state = Stream.Follow(OnlineEm.Start(given, options), samples, sizes, options).Last();
        Assert.Same(given, state.Current);
        SufficientStatisticsLaws.Same(1e-12, EStep.Expect(given, samples, state.Statistics!.Origin), state.Statistics);
        Close.Relatively(1e-12, EStep.Expect(given, samples, state.Statistics.Origin).LogLikelihood, state.Statistics.LogLikelihood);
    });

    [Fact]
    public void A_sample_weighs_half_after_a_half_life_of_others() => Law.Holds(
        p =>
        {
            // Every row is labelled, so that the mass of a component is that of the rows it was given.
            var draw = p.Draw();
            var components = 1 + p.Components;
            var options = new OnlineOptions(components) { Shape = CovarianceShape.Spherical, Memory = new MemoryPolicy.HalfLife(draw.Uniform(300, 3_000)) };
            var halfLife = ((MemoryPolicy.HalfLife)options.Memory).Samples!.Value;
            var state = OnlineEm.Start(Some.Unit(CovarianceShape.Spherical, RealMatrix.Create(components, 1, [.. Enumerable.Range(0, components).Select(k => 10.0 * k)])), options);
            var expected = new double[components];
            for (var b = 0; b < 30; b++)
            {
                var count = 1 + draw.Integer(200);
                var labels = Enumerable.Range(0, count).Select(_ => draw.Integer(components)).ToArray();
                var samples = Samples.From([.. labels.Select(k => new[] { (10.0 * k) + draw.Normal() })]).WithLabels(labels);
                state = OnlineEm.Next(state, samples.At(state.Position + count), options);
                for (var k = 0; k < components; k++)
                    expected[k] = (expected[k] * Math.Pow(2, -count / halfLife)) + labels.Count(l => l == k);
            }

            Close.Relatively(1e-11, expected, [.. Enumerable.Range(0, components).Select(state.Statistics!.Mass)], "mass");
            Close.Relatively(1e-11, expected.Sum(), state.Memory, "memory");
        },
        cases: 20);

    [Fact]
    public void No_sequence_of_batches_breaks_the_mixture() => Law.Holds(StreamCase.Any, c =>
    {
        var state = c.First;
        var weight = 0.0;
        foreach (var samples in c.Stream())
        {
            state = OnlineEm.Next(state, samples.At(state.Position + samples.Count), c.Options);
            Stream.AssertSound(state);
            weight += samples.TotalWeight;
            Close.Relatively(1e-12, weight, state.WeightSeen, "weight seen");
            Assert.InRange(state.Memory, 0, weight * (1 + 1e-9));
        }
    });

    [Fact]
    public void Ids_change_only_through_lineage_events() => Law.Holds(
        StreamCase.Any,
        c =>
        {
            var states = new List<OnlineState> { c.First };
            foreach (var samples in c.Stream())
                states.Add(OnlineEm.Next(states[^1], samples.At(states[^1].Position + samples.Count), c.Options));
            Lineages.AssertSound(states);
        },
        cases: 40);

    [Fact]
    public void Learning_a_batch_again_changes_nothing() => Law.Holds(
        StreamCase.Any,
        c =>
        {
            var state = c.First;
            foreach (var samples in c.Stream())
            {
                var batch = samples.At(state.Position + samples.Count);
                state = OnlineEm.Next(state, batch, c.Options);
                Assert.Same(state, OnlineEm.Next(state, batch, c.Options));
            }
        },
        cases: 20);

    [Fact]
    public void The_score_of_a_batch_is_under_the_mixture_before_it() => Law.Holds(p =>
    {
        var (samples, options) = (p.Like(Samples.From(p.Values())).WithoutLabels(), new OnlineOptions(p.Components) { Shape = p.Shape });
        var state = OnlineEm.Start(p.Start(), options);
        for (var row = 0; row < samples.Count; row += 120)
        {
            var batch = samples.Slice(row, Math.Min(120, samples.Count - row));
            var density = state.Current!.LogDensity(batch);
            var expected = Enumerable.Range(0, batch.Count).Sum(i => density[i] * (batch.Weights is { } w ? w.Span[i] : 1)) / batch.TotalWeight;
            state = OnlineEm.Next(state, batch.At(row + batch.Count), options);
            Close.Relatively(1e-11, expected, state.Score!.Value, "score");
        }
    });

    [Fact]
    public void Any_number_of_threads_and_any_kept_state_give_the_same_bits() => Law.Holds(
        StreamCase.Any,
        c =>
        {
            var batches = c.Stream().ToArray();
            OnlineState Run(OnlineState state, int from, int to, int threads)
            {
                foreach (var samples in batches[from..to])
                    state = OnlineEm.Next(state, samples.At(state.Position + samples.Count), c.Options with { Threads = threads });
                return state;
            }

            var whole = Run(c.First, 0, batches.Length, 1);
            var kept = Run(c.First, 0, batches.Length / 2, 2);
            Stream.Same(whole, Run(kept, batches.Length / 2, batches.Length, 3));
            Stream.Same(whole, Run(kept, batches.Length / 2, batches.Length, 1));
        },
        cases: 15);
}
