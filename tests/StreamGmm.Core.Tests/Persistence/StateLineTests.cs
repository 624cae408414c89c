using System.Text;

namespace StreamGmm.Core.Tests.Persistence;

public class StateLineTests
{
    [Fact]
    public void A_state_is_told_with_its_mixture()
    {
        var state = SavedStates.Full with { Score = -3.5, Average = null, Waiting = 0, Current = Some.Unit(CovarianceShape.Spherical, [[1, 2]]) };
        Assert.Equal(
            "{\"samples\":4567,\"weight\":1234.5,\"logLikelihood\":-3.5,\"memory\":20,\"alarm\":true,\"position\":5000000000,"
            + "\"mixture\":{\"format\":\"streamgmm.mixture\",\"version\":1,\"shape\":\"spherical\",\"weights\":[1],\"means\":[[1,2]],\"covariances\":[1],\"columns\":[\"x\",\"y\"]}}",
            Text(state, ["x", "y"]));
    }

    [Fact]
    public void What_is_not_known_is_null()
    {
        Assert.Equal("{\"samples\":0,\"weight\":0,\"logLikelihood\":null,\"memory\":0,\"alarm\":false,\"position\":0,\"mixture\":null}", Text(OnlineEm.Start(new OnlineOptions(2)), null));
        Assert.Contains("\"logLikelihood\":null", Text(SavedStates.Full, null), StringComparison.Ordinal);
    }

    private static string Text(OnlineState state, string[]? columns) => Encoding.UTF8.GetString(StateLine.Of(state, columns).Span);
}
