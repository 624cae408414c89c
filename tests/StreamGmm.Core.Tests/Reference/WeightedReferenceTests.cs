namespace StreamGmm.Core.Tests.Reference;

/// <summary>Fits to weighted rows, against fits to repeated rows.</summary>
[Trait("Category", "Reference")]
public class WeightedReferenceTests
{
    public static TheoryData<string> Cases => ReferenceFile.Named("weighted_");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Weighted_rows_fit_as_repeated_rows_do(string name)
    {
        var file = ReferenceFile.Read(name);
        var shape = file["covariance_type"].GetString()!;
        var samples = Samples.From(file.Rows()).WithWeights(file["sample_weights"].Doubles());
        Assert.Equal(file["total_weight"].GetDouble(), samples.TotalWeight);

        var start = Em.Start(file["init"].Mixture(shape), samples);
        var trace = file["trace"].Doubles("mean_log_likelihood");
        var states = Em.Iterate(start, samples, file.Options(maxIterations: trace.Length - 1)).ToArray();
        Close.Absolutely(1e-10, trace, states.Select(s => s.LogLikelihood).ToArray(), "state");
        Close.Mixtures(1e-10, file["step1"].Mixture(shape), states[1].Mixture);

        var expected = file["final"];
        var options = file.Options(expected.Number("tol"), expected.GetProperty("max_iter").GetInt32());
        var stopped = Em.Iterate(start, samples, options).Last();
        Assert.Equal((expected.GetProperty("n_iter").GetInt32() - 1, EmStatus.Converged), (stopped.Iteration, stopped.Status));
        var last = Em.Next(stopped, samples, options);
        Close.Mixtures(1e-7, expected.Mixture(shape), last.Mixture);
        if (expected.TryGetProperty("lower_bound", out var bound))
            Close.Absolutely(1e-9, bound.GetDouble(), stopped.LogLikelihood);
        if (!expected.TryGetProperty("score", out var score))
            return;

        Close.Absolutely(1e-9, score.GetDouble(), last.LogLikelihood);
        Close.Relatively(1e-9, expected.Number("aic"), (-2 * last.TotalLogLikelihood) + (2 * last.Mixture.ParameterCount));
        Close.Relatively(1e-9, expected.Number("bic"), (-2 * last.TotalLogLikelihood) + (Math.Log(samples.TotalWeight) * last.Mixture.ParameterCount));
        var rows = samples.Slice(0, 10);
        Close.Relatively(1e-7, expected.Doubles("score_samples_first10"), last.Mixture.LogDensity(rows).AsSpan());
        Close.Absolutely(1e-7, expected.GetProperty("predict_proba_first10").Matrix().AsSpan(), last.Mixture.Responsibilities(rows).AsSpan());
    }
}
