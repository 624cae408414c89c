namespace StreamGmm.Core.Tests.Density;

public class AssignmentsLaws
{
    [Fact]
    public void All_components_told_are_the_responsibilities_in_order() => Law.Holds(p =>
    {
        var (mixture, samples) = (p.Start(), p.Samples());
        var (all, labels, top) = (mixture.Responsibilities(samples), mixture.Assign(samples), mixture.TopComponents(samples, p.Components));
        for (var i = 0; i < samples.Count; i++)
        {
            Assert.Equal(labels[i], top[i][0].Component);
            Assert.All(top[i], one => Assert.Equal(all[i, one.Component], one.Probability));
            Assert.Equal(Enumerable.Range(0, p.Components), top[i].Select(one => one.Component).Order());
            Assert.Equal(top[i].Select(one => one.Probability).OrderDescending(), top[i].Select(one => one.Probability));
        }
    });

    [Fact]
    public void A_component_that_is_impossible_is_never_drawn() => Law.Holds(p =>
    {
        var (mixture, samples) = (p.Start(), p.Samples());
        var (all, drawn) = (mixture.Responsibilities(samples), mixture.DrawAssignments(samples, p.Seed));
        Assert.All(Enumerable.Range(0, samples.Count), i => Assert.True(all[i, drawn[i]] > 0));
    });
}
