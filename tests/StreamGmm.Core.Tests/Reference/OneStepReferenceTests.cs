namespace StreamGmm.Core.Tests.Reference;

/// <summary>One E-step and one M-step in full, against an EM in 80-bit long double.</summary>
[Trait("Category", "Reference")]
public class OneStepReferenceTests
{
    public static TheoryData<string> Cases => ReferenceFile.Named("onestep_");

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_step_is_the_same_for_every_row(string name)
    {
        var file = ReferenceFile.Read(name);
        var shape = file["covariance_type"].GetString()!;
        var samples = Samples.From(file.Rows());
        var mixture = file["given"].Mixture(shape);
        var (expectation, maximization) = (file["e_step"], file["m_step"]);

        Close.Relatively(1e-12, expectation.Doubles("score_samples"), mixture.LogDensity(samples).AsSpan(), "log density");
        Close.Absolutely(1e-12, expectation.GetProperty("responsibilities").Matrix().AsSpan(), mixture.Responsibilities(samples).AsSpan());

        var start = Em.Start(mixture, samples);
        Close.Absolutely(1e-12, expectation.Number("mean_log_likelihood"), start.LogLikelihood);
        Close.Relatively(1e-12, expectation.Number("log_likelihood"), start.TotalLogLikelihood);
        Close.Relatively(1e-12, maximization.Doubles("nk"), [start.Statistics.Mass(0), start.Statistics.Mass(1)], "mass");
        Close.Mixtures(1e-12, maximization.Mixture(shape), Em.Next(start, samples, file.Options()).Mixture);
    }
}
