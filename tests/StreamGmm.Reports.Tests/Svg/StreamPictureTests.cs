namespace StreamGmm.Reports.Tests.Svg;

public sealed class StreamPictureTests
{
    [Fact]
    public void Score_and_memory_are_lines_against_the_position_and_the_warm_up_is_a_gap()
    {
        var (course, drawn) = (Some.Stream().Stream!, new Drawn(Some.Stream(), ReportView.Stream));
        var (score, memory) = (Drawn.Lines(drawn.Of("score").Single()).Single(), Drawn.Lines(drawn.Of("memory").Single()).Single());
        Assert.Equal([300, 400, 500, 600], score.Select(p => Math.Round(drawn.X(p.X))));
        Assert.Equal([-4.1, -4, -9, -4.2], score.Select(p => Math.Round(drawn.Y(p.Y), 1)));
        Assert.Equal((100, 600), (Math.Round(drawn.X(memory[0].X)), Math.Round(drawn.X(memory[^1].X))));
        Assert.All(memory, p => Assert.Equal(course.Memory[course.Position.IndexOf((long)Math.Round(drawn.X(p.X)))], drawn.Y(p.Y, 1), 1.5));
    }

    [Fact]
    public void Alarms_go_through_both_panels_where_they_were()
    {
        var drawn = new Drawn(Some.Stream(), ReportView.Stream);
        Assert.Equal(2, drawn.Of("alarms").Count());
        Assert.All(drawn.Of("alarms"), path => Assert.All(Drawn.Lines(path).Single(), p => Assert.Equal(500, drawn.X(p.X), 0.5)));
        Assert.Contains("drift alarm", drawn.Texts);
    }

    [Fact]
    public void What_became_of_components_is_marked()
    {
        var drawn = new Drawn(Some.Stream(), ReportView.Stream);
        Assert.Equal(600, drawn.X(Drawn.Lines(drawn.Of("events").Single()).Single()[0].X), 0.5);
    }

    [Fact]
    public void A_quiet_stream_has_no_legend() =>
        Assert.Empty(new Drawn(Some.Stream() is var content ? content with { Stream = content.Stream! with { Alarms = [], Events = [] } } : content, ReportView.Stream).Of("legend"));

    [Fact]
    public void A_stream_that_only_warmed_up_has_no_score()
    {
        var content = Some.Stream() with { Stream = new StreamCourse([10], RealVector.Create([double.NaN]), RealVector.Create([10.0]), [0], [], []) };
        Assert.Empty(new Drawn(content, ReportView.Stream).Of("score"));
    }
}
