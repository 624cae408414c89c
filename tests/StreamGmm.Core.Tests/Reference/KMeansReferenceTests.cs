namespace StreamGmm.Core.Tests.Reference;

/// <summary>Lloyd's algorithm from given centres, against scikit-learn's.</summary>
[Trait("Category", "Reference")]
public class KMeansReferenceTests
{
    public static TheoryData<string> Cases => ReferenceFile.Named("kmeans_");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Centres_move_the_same_way_to_the_same_place(string name)
    {
        var file = ReferenceFile.Read(name);
        var clustering = KMeans.Lloyd(Samples.From(file.Rows()), file["init_centers"].Matrix(), maxIterations: 1000);
        Assert.True(clustering.Converged);
        Assert.Equal(file["iterations"].GetInt32(), clustering.Iterations);
        Close.Relatively(1e-12, file["inertia_trace"].Doubles(), clustering.InertiaTrace.AsSpan(), "inertia");
        Close.Relatively(1e-12, file["inertia"].GetDouble(), clustering.Inertia);
        Close.Relatively(1e-12, file["centers"].Matrix().AsSpan(), clustering.Centers.AsSpan(), "centre");
        Assert.Equal(file["counts"].Doubles(), clustering.Masses);
        Assert.Equal(file["labels_first20"].EnumerateArray().Select(label => label.GetInt32()), clustering.Assign(Samples.From(file.Rows())).Take(20));
    }
}
