namespace StreamGmm.Reports.Tests.Making;

public sealed class StreamGatheringTests
{
    private static readonly GaussianMixture Mixture = new([0.5, 0.5], [[0], [1]], new Covariances.Spherical([1, 1]));

    [Fact]
    public void What_was_told_is_told_again()
    {
        var gathering = new StreamGathering(new ReportOptions());
        Assert.False(gathering.HasAny);
        gathering.Add(new StreamPoint(64, double.NaN, 64, 0), 64, alarm: false, null);
        gathering.Add(new StreamPoint(128, -1.5, 100, 2), 120, alarm: true, () => Mixture);
        var subject = gathering.ToSubject();

        Assert.Equal([64, 128], subject.Stream!.Position.ToArray());
        Assert.Equal([double.NaN, -1.5], subject.Stream.Score);
        Assert.Equal([64, 100], subject.Stream.Memory);
        Assert.Equal([0, 2], subject.Stream.Components.ToArray());
        Assert.Equal([128], subject.Stream.Alarms.ToArray());
        var state = Assert.Single(subject.States);
        Assert.Equal((128, "position 128", Mixture), (state.Iteration, state.Label, state.Mixture));
        Assert.Equal([0, 1], state.Ids.ToArray());
        Assert.Contains(("samples seen", "120"), subject.Facts);
        Assert.Contains(("alarms", "1"), subject.Facts);
        Assert.Empty(subject.Notes);
    }

    [Fact]
    public void A_stream_of_a_million_states_is_told_by_few_and_its_extremes_stay()
    {
        const int Count = 1_000_000;
        var gathering = new StreamGathering(new ReportOptions());
        var made = 0;
        for (var i = 1; i <= Count; i++)
        {
            var score = i == 123_457 ? -99 : i == 777_777 ? 99 : Math.Sin(i);
            gathering.Add(new StreamPoint(i, score, i, 2), i, alarm: i % 500 == 0, Make);
        }

        var subject = gathering.ToSubject();
        var stream = subject.Stream!;
        Assert.InRange(stream.Position.Length, 1000, CurveThinning.MostPoints);
        Assert.Equal((1, Count), (stream.Position[0], stream.Position[^1]));
        Assert.Equal([123_457, 777_777], stream.Position.Where((_, i) => Math.Abs(stream.Score[i]) == 99));
        Assert.True(stream.Position.SequenceEqual(stream.Position.Order()));
        Assert.Equal(Enumerable.Range(1001, 1000).Select(i => 500L * i), stream.Alarms.AsEnumerable());
        Assert.Contains("points of the stream are drawn", subject.Notes[0], StringComparison.Ordinal);
        Assert.Contains("of 1,000,000", subject.Notes[0], StringComparison.Ordinal);
        Assert.Equal("The last 1,000 of 2,000 alarms are shown.", subject.Notes[1]);
        Assert.Equal((200, Count), (subject.States.Length, subject.StatesSeen));
        Assert.Equal((1, Count), (subject.States[0].Iteration, subject.States[^1].Iteration));

        // Mixtures are made of those drawn alone, and two to know the size.
        Assert.InRange(made, 200, 202);

        GaussianMixture Make()
        {
            made++;
            return Mixture;
        }
    }
}
