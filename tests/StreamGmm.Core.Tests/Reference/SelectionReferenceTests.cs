using System.Text.Json;

namespace StreamGmm.Core.Tests.Reference;

/// <summary>The choice of a model, against the tables of scikit-learn. They depend on random starts, so that no fit may be worse and the choice must agree.</summary>
public class SelectionReferenceTests
{
    [Theory]
    [InlineData("bic_blobs4")]
    [InlineData("bic_stretched")]
    public void The_same_model_is_chosen(string name)
    {
        var best = Checked(name).Best;
        var expected = ReferenceFile.Read(name)["best_by_bic"];
        Assert.Equal((expected.GetProperty("k").GetInt32(), JsonNumbers.Shape(expected.GetProperty("covariance_type").GetString()!)), (best.Components, best.Shape));
        Assert.Equal((4, CovarianceShape.Tied), (best.Components, best.Shape));
        Close.Absolutely(0.01, expected.Number("bic"), best.Criteria.Bic);
    }

    [Fact]
    public void Moons_are_9_or_10_components() => Assert.InRange(Checked("bic_moons500").Best.Components, 9, 10);

    /// <summary>The last of the candidates of a table, none of which is worse than the best of 30 fits there by more than those were stopped short of their optimum.</summary>
    private static Candidate Checked(string name)
    {
        var file = ReferenceFile.Read(name);
        var rows = file["rows"].EnumerateArray().ToArray();
        var options = new SelectionOptions(rows.Select(row => row.GetProperty("k").GetInt32())) { Shapes = [.. rows.Select(Shape)], Restarts = 30, Seed = 0 };
        var tolerance = 2 * file["n"].GetDouble() * file["fit"].Number("tol");
        Candidate? last = null;
        foreach (var (row, candidate) in rows.Zip(ModelSelection.Candidates(Samples.From(file.Rows()), options)))
        {
            Assert.Equal((row.GetProperty("k").GetInt32(), Shape(row), row.GetProperty("n_parameters").GetInt32()), (candidate.Components, candidate.Shape, candidate.Criteria.Parameters));
            var least = candidate.Components == 1 ? row.Number("bic") : double.NegativeInfinity;
            Assert.InRange(candidate.Criteria.Bic, least - 1e-4, row.Number("best_of_30_bic") + tolerance);
            last = candidate;
        }

        Assert.Equal(rows.Length, last!.Index + 1);
        return last;
    }

    private static CovarianceShape Shape(JsonElement row) => JsonNumbers.Shape(row.GetProperty("covariance_type").GetString()!);
}
