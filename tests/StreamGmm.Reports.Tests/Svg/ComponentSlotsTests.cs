using System.Collections.Immutable;

namespace StreamGmm.Reports.Tests.Svg;

public sealed class ComponentSlotsTests
{
    [Fact]
    public void Components_of_a_fit_have_the_colours_of_their_numbers() => Assert.Equal([0, 1, 2], ComponentSlots.Of(States([0, 1, 2])).ToArray());

    [Fact]
    public void A_component_keeps_its_colour_for_life() => Assert.Equal([1, 0, 2], ComponentSlots.Of(States([7, 8], [7, 8, 9], [8, 7, 9])).ToArray());

    [Fact]
    public void One_that_is_born_takes_a_colour_that_is_free() => Assert.Equal([1, 0], ComponentSlots.Of(States([7, 8], [8], [8, 20])).ToArray());

    [Fact]
    public void Data_alone_have_none() => Assert.Empty(ComponentSlots.Of([]));

    private static ImmutableArray<DrawnState> States(params long[][] ids) =>
        [.. ids.Select(state => new DrawnState(0, double.NaN, Some.Many(state.Length), [.. state], ""))];
}
