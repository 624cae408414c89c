using System.Text.Json;

namespace StreamGmm.Core.Tests.Reference;

/// <summary>Whole fits from a given start, against scikit-learn's.</summary>
[Trait("Category", "Reference")]
public class EmReferenceTests
{
    public static TheoryData<string> Cases => ReferenceFile.Named("em_");

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_trace_of_log_likelihoods_is_the_same(string name)
    {
        var fit = new Fit(name);
        var expected = fit.File["trace"].Doubles("mean_log_likelihood");
        var states = Em.Iterate(fit.Start(), fit.Samples, fit.File.Options(maxIterations: expected.Length - 1)).ToArray();
        Close.Absolutely(1e-10, expected, states.Select(s => s.LogLikelihood).ToArray(), "state");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_first_step_is_the_same(string name)
    {
        var fit = new Fit(name);
        var expected = fit.File["step1"];
        var start = fit.Start();
        var rows = fit.Samples.Slice(0, 10);
        Close.Absolutely(1e-10, expected.Number("mean_log_likelihood"), start.LogLikelihood);
        Close.Absolutely(1e-10, expected.GetProperty("responsibilities_first10").Matrix().AsSpan(), start.Mixture.Responsibilities(rows).AsSpan());
        Close.Relatively(1e-10, expected.Doubles("nk"), Enumerable.Range(0, fit.Mixture.Components).Select(start.Statistics.Mass).ToArray(), "mass");
        Close.Mixtures(1e-10, expected.Mixture(fit.CovarianceType), Em.Next(start, fit.Samples, fit.File.Options()).Mixture);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_fit_with_scikit_learns_own_tolerance_stops_at_the_same_iteration(string name)
    {
        var fit = new Fit(name);
        var expected = fit.File["default_fit"];
        var last = fit.Run(expected);
        Close.Absolutely(1e-9, expected.Number("score"), last.LogLikelihood);
        Close.Relatively(1e-9, expected.Number("aic"), Fit.Criterion(last, 2));
        Close.Relatively(1e-9, expected.Number("bic"), Fit.Criterion(last, Math.Log(fit.Samples.Count)));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_converged_mixture_is_the_same(string name)
    {
        var fit = new Fit(name);
        var expected = fit.File["final"];
        var last = fit.Run(expected);
        Close.Mixtures(
            fit.Tolerance("final_weights_max_abs"),
            fit.Tolerance("final_means_rel"),
            fit.Tolerance("final_covariances_rel"),
            expected.Mixture(fit.CovarianceType),
            last.Mixture);
        Assert.Equal(expected.GetProperty("n_parameters").GetInt32(), last.Mixture.ParameterCount);
        Close.Absolutely(1e-9, expected.Number("score"), last.LogLikelihood);
        Close.Relatively(1e-9, expected.Number("aic"), Fit.Criterion(last, 2));
        Close.Relatively(1e-9, expected.Number("bic"), Fit.Criterion(last, Math.Log(fit.Samples.Count)));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_converged_mixture_says_the_same_of_the_samples(string name)
    {
        var fit = new Fit(name);
        var expected = fit.File["final"];
        var mixture = fit.Run(expected).Mixture;
        var rows = fit.Samples.Slice(0, 10);
        Close.Relatively(fit.Tolerance("score_samples_max_abs"), expected.Doubles("score_samples_first10"), mixture.LogDensity(rows).AsSpan(), "log density");
        Close.Absolutely(fit.Tolerance("predict_proba_max_abs"), expected.GetProperty("predict_proba_first10").Matrix().AsSpan(), mixture.Responsibilities(rows).AsSpan());
        Assert.Equal(expected.Integers("predict_first10"), mixture.Assign(rows));
        var labels = mixture.Assign(fit.Samples);
        Assert.Equal(expected.Integers("predict_counts"), Enumerable.Range(0, mixture.Components).Select(k => labels.Count(label => label == k)));
    }

    private sealed class Fit
    {
        public Fit(string name)
        {
            File = ReferenceFile.Read(name);
            Samples = Samples.From(File.Rows());
            CovarianceType = File["covariance_type"].GetString()!;
            Mixture = File["init"].Mixture(CovarianceType);
        }

        public ReferenceFile File { get; }

        public Samples Samples { get; }

        public string CovarianceType { get; }

        public GaussianMixture Mixture { get; }

        public EmState Start() => Em.Start(Mixture, Samples, File.Options());

        /// <summary>The state scikit-learn ends with: one M-step and its E-step after the first change below the tolerance.</summary>
        public EmState Run(JsonElement expected)
        {
            var iterations = expected.GetProperty("n_iter").GetInt32();
            var options = File.Options(expected.Number("tol"), expected.GetProperty("max_iter").GetInt32());
            var stopped = Em.Iterate(Start(), Samples, options).Last();
            Assert.Equal((iterations - 1, EmStatus.Converged), (stopped.Iteration, stopped.Status));
            Close.Absolutely(1e-9, expected.Number("lower_bound"), stopped.LogLikelihood);
            return Em.Next(stopped, Samples, options);
        }

        public static double Criterion(EmState state, double penalty) => (-2 * state.TotalLogLikelihood) + (penalty * state.Mixture.ParameterCount);

        /// <summary>1e-7, or 100 times what double precision cost the reference itself where that is more.</summary>
        public double Tolerance(string deviation) => Math.Max(1e-7, 100 * File["verify"].Number(deviation));
    }
}
