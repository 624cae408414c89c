namespace StreamGmm.RabbitMq.Tests.Coordination;

public class RunTests
{
    [Fact]
    public void A_run_is_a_power_of_two_of_blocks_at_a_multiple_of_their_number()
    {
        for (var first = 0; first < 20; first++)
        {
            for (var count = -1; count < 20; count++)
            {
                var isRun = count is 1 or 2 or 4 or 8 or 16 && first % count == 0;
                Assert.Equal(isRun ? new Run(first, int.Log2(count)) : (Run?)null, Run.From(first, count));
            }
        }

        Assert.Equal((0, 1024), (Run.From(0, 1024)!.Value.First, Run.From(0, 1024)!.Value.Count));
        Assert.Null(Run.From(0, 2048));
    }

    [Fact]
    public void Halves_are_neighbours()
    {
        var run = new Run(8, 2);
        Assert.Equal((new Run(8, 1), new Run(10, 1), new Run(12, 2), 12), (run.Left, run.Right, run.Sibling, run.End));
        Assert.Equal(run.Left, run.Right.Sibling);
        Assert.Equal(run, Run.Around(11, 2));
    }
}
