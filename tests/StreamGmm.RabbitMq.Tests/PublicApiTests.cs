using System.Runtime.CompilerServices;
using StreamGmm.Tests.Shared;

namespace StreamGmm.RabbitMq.Tests;

public sealed class PublicApiTests
{
    [Fact]
    public void The_public_api_is_the_approved_one()
    {
        if (PublicApi.Difference(typeof(RabbitMqCluster).Assembly, Approved()) is { } difference)
            Assert.Fail(difference);
    }

    private static string Approved([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "PublicApi.approved.txt");
}
