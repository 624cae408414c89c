using System.Globalization;

namespace StreamGmm.Core.Tests.Reference;

/// <summary>EM over rows of which some have a label, against an EM in long double that treats the two kinds apart.</summary>
[Trait("Category", "Reference")]
public class SemiSupervisedReferenceTests
{
    public static TheoryData<string> Cases => ReferenceFile.Named("semi_");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Labelled_rows_of_weight_alpha_are_semi_supervised_EM(string name)
    {
        var file = ReferenceFile.Read(name);
        var expected = file["variants"].GetProperty("new_mean");
        int[] labels = [.. file.Columns(file["label_column"].GetString()!).Select(row => (int)row[0])];
        double[] weights = [.. labels.Select(label => label < 0 ? 1 : file["alpha"].GetDouble())];
        Assert.Equal(file["n_labelled"].GetInt32(), labels.Count(label => label >= 0));
        var samples = Samples.From(file.Rows()).WithWeights(weights).WithLabels(labels);

        var states = Em.Iterate(Em.Start(file["init"].Mixture("full"), samples), samples, file.Options(maxIterations: file["iterations"].GetInt32())).ToArray();

        var objective = expected.Doubles("objective");
        Close.Relatively(1e-10, objective, states[..objective.Length].Select(s => s.TotalLogLikelihood).ToArray(), "state");
        foreach (var after in expected.GetProperty("after").EnumerateObject())
            Close.Mixtures(1e-7, after.Value.Mixture("full"), states[int.Parse(after.Name, CultureInfo.InvariantCulture)].Mixture);

        var unlabelled = samples.Slice(0, file["n_unlabelled"].GetInt32());
        var mixture = states[^1].Mixture;
        Close.Relatively(1e-10, expected.Number("final_unlabelled_log_likelihood"), mixture.LogDensity(unlabelled).Sum());
        Close.Absolutely(1e-7, expected.GetProperty("final_predict_proba_first10").Matrix().AsSpan(), mixture.Responsibilities(unlabelled.Slice(0, 10)).AsSpan());
        var assigned = mixture.Assign(unlabelled);
        Assert.Equal(expected.Integers("final_predict_counts"), Enumerable.Range(0, mixture.Components).Select(k => assigned.Count(label => label == k)));
    }
}
