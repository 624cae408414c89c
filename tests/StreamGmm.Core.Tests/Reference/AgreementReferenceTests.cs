namespace StreamGmm.Core.Tests.Reference;

/// <summary>Fits against the truth: adjusted Rand indices of scikit-learn, and the comparison in one dimension that a notebook prints.</summary>
[Trait("Category", "Reference")]
public class AgreementReferenceTests
{
    public static TheoryData<string> Cases => [.. ((IEnumerable<object[]>)ReferenceFile.Named("em_")).Select(row => (string)row[0]).Where(name => ReferenceFile.Read(name)["final"].TryGetProperty("adjusted_rand_vs_labels", out _))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_adjusted_rand_index_against_the_labels_is_the_same(string name)
    {
        var file = ReferenceFile.Read(name);
        var mixture = file["final"].Mixture(file["covariance_type"].GetString()!);
        var agreement = mixture.Agreement(Samples.From(file.Rows()).WithLabels(Labels(file)));
        Close.Absolutely(1e-12, file["final"].Number("adjusted_rand_vs_labels"), agreement.AdjustedRandIndex);
    }

    [Fact]
    public void In_one_dimension_true_and_fitted_means_and_the_accuracy_are_the_notebooks()
    {
        var (file, figures) = (ReferenceFile.Read("em_blobs1d_k3_full"), ReferenceFile.Read("notebook_figures"));
        var samples = Samples.From(file.Rows()).WithLabels(Labels(file));
        var labels = samples.Labels!.Value.ToArray();
        RealMatrix truth = RealMatrix.Create([.. Enumerable.Range(0, 3).Select(k => RealVector.Create([file.Rows().Where((_, i) => labels[i] == k).Average(row => row[0])]))]);
        Close.Absolutely(1e-12, Figure(figures, "1-D true means").Doubles(), truth.AsSpan());

        // As scikit-learn fits by default: from one M-step on the best k-means, to a change below 1e-3, and one M-step more.
        var unlabelled = Samples.From(file.Rows());
        var options = new EmOptions { Acceleration = Acceleration.None, Stop = Stop.Change, Tolerance = 1e-3, Regularization = new Regularization.Absolute(1e-6) };
        var clusters = Enumerable.Range(0, 10).Select(seed => KMeans.Fit(unlabelled, 3, seed)).MinBy(clustering => clustering.Inertia)!.Assign(unlabelled);
        var any = Some.Unit(CovarianceShape.Full, [[0], [0], [0]]);
        var start = MStep.Maximize(EStep.Expect(any, unlabelled.WithLabels(clusters), [0]), any, options.Regularization);
        var fitted = Em.Next(Em.Iterate(Em.Start(start, unlabelled, options), unlabelled, options).Last(), unlabelled, options).Mixture;

        var agreement = fitted.Agreement(samples);
        var ofClass = Enumerable.Range(0, 3).Select(c => agreement.ClassOf.ToList().IndexOf(c)).ToArray();
        Close.Absolutely(1e-9, Figure(figures, "1-D sklearn means").Doubles(), ofClass.Select(k => fitted.Means[k, 0]).ToArray());
        Close.Absolutely(1e-12, Figure(figures, "1-D sklearn accuracy").GetDouble(), agreement.Accuracy);
        Close.Absolutely(1e-12, 1 - Figure(figures, "1-D sklearn accuracy").GetDouble(), agreement.MisclassificationRate);
    }

    private static System.Text.Json.JsonElement Figure(ReferenceFile figures, string what) =>
        figures["figures"].EnumerateArray().Single(figure => figure.GetProperty("what").GetString() == what).GetProperty("got");

    private static int[] Labels(ReferenceFile file)
    {
        var dataset = file["dataset"].GetString()!.Split('.')[0];
        var column = dataset switch { "iris" => "species", "wine" => "cultivar", "gauss1d" => "component", _ => "label" };
        return [.. file.Columns(column).Select(row => (int)row[0])];
    }
}
