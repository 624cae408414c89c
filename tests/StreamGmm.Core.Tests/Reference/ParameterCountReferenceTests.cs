namespace StreamGmm.Core.Tests.Reference;

/// <summary>The number of free parameters, against scikit-learn's.</summary>
[Trait("Category", "Reference")]
public class ParameterCountReferenceTests
{
    public static TheoryData<int, int, string, int> Rows
    {
        get
        {
            var rows = new TheoryData<int, int, string, int>();
            foreach (var row in ReferenceFile.Read("n_parameters")["rows"].EnumerateArray())
                rows.Add(row.GetProperty("k").GetInt32(), row.GetProperty("d").GetInt32(), row.GetProperty("covariance_type").GetString()!, row.GetProperty("n_parameters").GetInt32());
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Parameters_are_counted_the_same(int components, int dimension, string covarianceType, int expected) =>
        Assert.Equal(expected, components - 1 + (components * dimension) + JsonNumbers.Shape(covarianceType).ParameterCount(components, dimension));
}
