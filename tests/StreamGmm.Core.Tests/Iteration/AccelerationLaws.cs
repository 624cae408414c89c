namespace StreamGmm.Core.Tests.Iteration;

public class AccelerationLaws
{
    private static readonly Acceleration[] Ways = [Acceleration.Squarem, Acceleration.Hybrid];

    [Fact]
    public void The_likelihood_never_falls() => Law.Holds(p =>
    {
        foreach (var options in Ways.Select(Options))
        {
            var states = States(p.Start(), p.Samples(), options);
            Assert.All(states.Zip(states.Skip(1)), pair => Assert.True(
                pair.Second.LogLikelihood >= pair.First.LogLikelihood - (1e-12 * (1 + Math.Abs(pair.First.LogLikelihood))),
                $"{options.Acceleration}, iteration {pair.Second.Iteration}: {pair.Second.LogLikelihood:R} after {pair.First.LogLikelihood:R}."));
        }
    });

    [Fact]
    public void With_regularization_the_likelihood_never_falls_by_more_than_the_plain_step_does() => Law.Holds(p =>
    {
        var samples = p.Samples();
        foreach (var options in Ways.Select(way => Options(way) with { Regularization = new Regularization.Relative(0.01) }))
        {
            foreach (var (before, state) in States(p.Start(), samples, options) is var states ? states.Zip(states.Skip(1)) : [])
            {
                if (state.LogLikelihood < before.LogLikelihood)
                    Bits.Same(Em.Next(before, samples, options with { Acceleration = Acceleration.None }).Mixture, state.Mixture);
            }
        }
    });

    [Fact]
    public void A_state_has_the_statistics_of_its_very_mixture_and_costs_one_E_step_or_two() => Law.Holds(p =>
    {
        var samples = p.Samples();
        var states = States(p.Start(), samples, Options(Acceleration.Hybrid));
        Assert.All(states, state => Bits.Same(EStep.Expect(state.Mixture, samples, state.Statistics.Origin), state.Statistics));
        Assert.All(states.Zip(states.Skip(1)), pair => Assert.InRange(pair.Second.Evaluations - pair.First.Evaluations, 1, 2));
        Assert.Equal(1, states[0].Evaluations);
    });

    [Fact]
    public void Any_number_of_threads_gives_the_same_states_bit_for_bit() => Law.Holds(
        p =>
        {
            var one = States(p.Start(), p.Samples(), Options(Acceleration.Hybrid) with { Threads = 1 });
            Assert.All([2, 3, 8], threads => Assert.Equal(one, States(p.Start(), p.Samples(), Options(Acceleration.Hybrid) with { Threads = threads })));
        },
        cases: 20);

    [Fact]
    public void A_fit_follows_any_affine_map_that_keeps_its_shape() => Law.Holds(p =>
        EquivarianceLaws.AssertFollows(1e-8, p, Affine.Any(p.Shape, p.Dimension, p.Draw()), Options(Acceleration.Hybrid) with { MaxIterations = 8 }));

    [Fact]
    public void A_fit_follows_powers_of_two_bit_for_bit() => Law.Holds(p =>
        EquivarianceLaws.AssertFollows(0, p, Affine.PowersOfTwo(p.Shape, p.Dimension, p.Draw()), Options(Acceleration.Hybrid)));

    [Fact]
    public void With_relative_regularization_a_fit_follows_scaling_of_the_axes() => Law.Holds(p =>
        EquivarianceLaws.AssertFollows(0, p, Affine.PowersOfTwo(p.Shape, p.Dimension, p.Draw()), Options(Acceleration.Hybrid) with { Regularization = new Regularization.Relative(1e-3) }));

    [Fact]
    public void Going_on_from_a_state_is_the_same_as_not_having_stopped() => Law.Holds(
        p =>
        {
            var (samples, options) = (p.Samples(), Options(Acceleration.Hybrid));
            var stopped = Em.Iterate(Em.Start(p.Start(), samples), samples, options with { MaxIterations = 7 }).Last();
            Assert.Equal<IEnumerable<EmState>>(States(p.Start(), samples, options).Skip(7), Em.Iterate(stopped, samples, options));
        },
        cases: 20);

    [Fact]
    public void A_chart_gives_back_the_mixture_and_lengths_do_not_depend_on_maps_of_the_data() => Law.Holds(Generators.ProblemsOf([.. CovarianceShape.All]), p =>
    {
        var (a, b) = (p.Start(), (p with { Seed = p.Seed ^ 77 }).Start());
        var chart = Chart.About(a);
        var x = chart.Of(b);
        Close.Mixtures(1e-9, b, chart.Mixture(x, a)!);
        Close.Absolutely(0, x, x.ToArray());

        var map = Affine.Any(p.Shape, p.Dimension, p.Draw());
        var mapped = Chart.About(map.Mixture(a)).Of(map.Mixture(b));
        Close.Relatively(1e-8, Math.Sqrt(x.Sum(e => e * e)), Math.Sqrt(mapped.Sum(e => e * e)));
    });

    private static EmOptions Options(Acceleration way) => new() { Regularization = Regularization.None, Tolerance = 0, MaxIterations = 25, Acceleration = way };

    private static EmState[] States(GaussianMixture start, Samples samples, EmOptions options) =>
        [.. Em.Iterate(Em.Start(start, samples, options), samples, options)];
}
