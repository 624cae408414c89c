using System.Text;

namespace StreamGmm.Core.Tests.Persistence;

public class PublishedModelTests
{
    private static readonly PublishedModel Whole = new(new SavedMixture(Some.Pair(CovarianceShape.Tied), ["x", "y"]), 17, 5_000_000_000, [4, 9]);

    [Fact]
    public void A_model_reads_back_to_the_same_bits() => Law.Holds(
        p =>
        {
            var mixture = p.Start();
            var model = new PublishedModel(new SavedMixture(mixture), p.Seed, 3, Enumerable.Range(5, p.Components).Select(k => (long)k).ToArray());
            var read = PublishedModel.Read(Written(model));
            Bits.Same(mixture, read.Mixture);
            Assert.Equal(model, read);
            Assert.Equal(model.GetHashCode(), read.GetHashCode());
        },
        cases: 30);

    [Fact]
    public void Its_parts_are_told_apart()
    {
        Assert.Equal("model 17 of 5000000000 samples: K = 2, D = 2, tied: x, y", Whole.ToString());
        Assert.Equal([0, 1], new PublishedModel(Whole.Saved, 0).ComponentIds);
        Assert.NotEqual(Whole, new PublishedModel(Whole.Saved, 18, 5_000_000_000, [4, 9]));
        Assert.NotEqual(Whole, new PublishedModel(Whole.Saved, 17, 5_000_000_001, [4, 9]));
        Assert.NotEqual(Whole, new PublishedModel(Whole.Saved, 17, 5_000_000_000, [4, 8]));
        Assert.NotEqual(Whole, new PublishedModel(new SavedMixture(Whole.Mixture), 17, 5_000_000_000, [4, 9]));
        Assert.Equal(["x", "y"], PublishedModel.Read(Written(Whole)).Saved.Columns);
        Assert.StartsWith("{\"format\":\"streamgmm.model\",\"version\":1,\"model\":17,\"samples\":5000000000,\"componentIds\":[4,9],\"mixture\":{\"format\":\"streamgmm.mixture\"", Encoding.UTF8.GetString(Written(Whole)), StringComparison.Ordinal);
        Assert.Equal("There are 1 ids for 2 components: each needs one.", Refusal.Of(() => new PublishedModel(Whole.Saved, 1, 1, [3])));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PublishedModel(Whole.Saved, -1));
    }

    [Fact]
    public void States_make_models_of_what_they_report()
    {
        var options = new OnlineOptions(2);
        Assert.Null(PublishedModel.Of(OnlineEm.Start(options)));
        Assert.Null(PublishedModel.Of(PartitionedEm.Start(options)));
        var state = Online.Stream.Follow(OnlineEm.Start(options), Samples.From(Some.Rows(3_000)), 100, options).Last();
        var model = PublishedModel.Of(state with { Lineage = state.Lineage with { Ids = [3, 5] } }, ["x", "y"])!;
        Bits.Same(state.Mixture!, model.Mixture);
        Assert.Equal((3_000, 3_000), (model.Version, model.SamplesSeen));
        Assert.Equal([3, 5], model.ComponentIds);
        var merged = PartitionedEm.Next(PartitionedEm.Start(options), "a", new Batch(Samples.From(Some.Rows(700))), options);
        Assert.Equal((1, 700), (PublishedModel.Of(merged)!.Version, PublishedModel.Of(merged)!.SamplesSeen));
    }

    [Theory]
    [InlineData("", "not whole JSON")]
    [InlineData("[]", "The JSON is no model: an object with \"format\": \"streamgmm.model\" was expected.")]
    [InlineData("{\"format\": \"streamgmm.mixture\"}", "The JSON is no model")]
    [InlineData("{\"format\": 3}", "not the parts of a model")]
    [InlineData("{\"format\": \"streamgmm.model\", \"version\": 2}", "The model is of version 2 of its format, this program reads version 1")]
    [InlineData("{\"format\": \"streamgmm.model\", \"version\": 1, \"model\": 1}", "not the parts of a model")]
    [InlineData("{\"format\": \"streamgmm.model\", \"version\": 1, \"model\": 1, \"samples\": 1, \"componentIds\": [], \"mixture\": {}}", "The JSON has no \"format\"")]
    [InlineData("{\"format\": \"streamgmm.model\", \"version\": 1, \"version\": 1}", "not whole JSON")]
    public void What_is_no_model_is_refused(string text, string message) =>
        Assert.Contains(message, Refusal.Of<InvalidDataException>(() => PublishedModel.Read(Encoding.UTF8.GetBytes(text))), StringComparison.Ordinal);

    [Fact]
    public void Cut_off_anywhere_or_with_a_bad_number_it_is_refused()
    {
        var text = Written(Whole);
        for (var length = 0; length < text.Length - 1; length++)
            Assert.Throws<InvalidDataException>(() => PublishedModel.Read(text.AsMemory(0, length)));
        foreach (var (from, to) in new[] { ("[4,9]", "[4]"), ("\"model\":17", "\"model\":-17"), ("\"samples\":5000000000", "\"samples\":1e300") })
            Assert.Throws<InvalidDataException>(() => PublishedModel.Read(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text).Replace(from, to, StringComparison.Ordinal))));
    }

    private static byte[] Written(PublishedModel model)
    {
        using var stream = new MemoryStream();
        model.Write(stream);
        return stream.ToArray();
    }
}
