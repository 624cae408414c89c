using FsCheck.Fluent;
using StreamGmm.Benchmarks.Cluster;

namespace StreamGmm.RabbitMq.Tests.Simulation;

public class ClusterSimulationTests
{
    private static readonly ClusterCosts Free = new();

    [Fact]
    public void One_worker_takes_the_sum_of_its_tasks()
    {
        var figures = ClusterSimulation.Run(Free with { Row = 0.001, Merge = 0.01, Maximize = 0.5 }, new ClusterScenario { Workers = 1, Blocks = 16, RowsPerBlock = 100 });

        // A run of four, three of two, and six blocks alone. A merge in the coordinator is done while the worker goes on, but for the last.
        Assert.All(figures.Seconds, seconds => Assert.Equal((16 * 0.1) + (6 * 0.01) + 0.01 + 0.5, seconds, 1e-9));
    }

    [Fact]
    public void Where_nothing_costs_anything_no_time_passes() =>
        Assert.All(ClusterSimulation.Run(Free, new ClusterScenario { Workers = 5, Blocks = 60, RowsPerBlock = 100 }).Seconds, seconds => Assert.Equal(0, seconds));

    [Fact]
    public void Equal_workers_share_the_work() =>
        Assert.All(ClusterSimulation.Run(Free with { Row = 0.01 }, new ClusterScenario { Workers = 8, Blocks = 64, RowsPerBlock = 10 }).Seconds, seconds => Assert.Equal(0.8, seconds, 1e-9));

    [Fact]
    public void Every_message_takes_its_time_at_the_coordinator()
    {
        var figures = ClusterSimulation.Run(Free with { Row = 1e-6, Message = 0.001 }, new ClusterScenario { Workers = 100, Blocks = 500, RowsPerBlock = 10, MostHeight = 0 });

        // A task out and an answer in, a mixture and an end; hellos come on top.
        Assert.All(figures.Seconds, seconds => Assert.InRange(seconds, 1.0, 1.4));
        Assert.InRange(figures.Coordinator, 0.99, 1.0001);
    }

    [Fact]
    public void A_coordinator_that_is_far_behind_gives_nothing_twice()
    {
        // All answer at once, and each answer takes 0.2 s: a worker's next word is taken 8 s after its last.
        var costs = Free with { Row = 0.01, Message = 0.001, AnswerBytes = 1000, Byte = 2e-4 };
        var figures = ClusterSimulation.Run(costs, new ClusterScenario { Workers = 40, Blocks = 400, RowsPerBlock = 1, MostHeight = 0, Passes = 2 });
        Assert.Equal(0, figures.Status.Redeliveries);
        Assert.Equal(40, figures.Status.Workers);
    }

    [Fact]
    public void Bytes_take_their_time_on_the_line() =>
        Assert.All(
            ClusterSimulation.Run(Free with { AnswerBytes = 1000, Line = 1e-6 }, new ClusterScenario { Workers = 50, Blocks = 200 }).Seconds,
            seconds => Assert.InRange(seconds, 0.2, 0.22));

    [Fact]
    public void Whoever_dies_every_task_is_answered_once_a_pass_and_the_same_seed_gives_the_same_times() => Law.Holds(Gen.Choose(1, 1000), seed =>
    {
        var random = new Random(seed);
        var costs = Free with { Row = 0.001, Message = 1e-4, BrokerMessage = 1e-4, Latency = 1e-3, Line = 1e-7, AnswerBytes = 1000, MixtureBytes = 2000 };
        var scenario = new ClusterScenario
        {
            Workers = random.Next(1, 12),
            Blocks = random.Next(1, 60),
            RowsPerBlock = random.Next(1, 600),
            Spread = (0.3, 0.2),
            Rare = (0.02, 20),
            Deaths = (random.Next(0, 400), 5),
            Passes = 4,
            Seed = seed,
        };
        var figures = ClusterSimulation.Run(costs, scenario);
        Assert.All(figures.Answered, times => Assert.Equal(scenario.WarmUp + scenario.Passes, times));
        Assert.Equal(scenario.Blocks * (scenario.WarmUp + scenario.Passes), figures.Status.Answers);
        Assert.Equal(figures.Seconds, ClusterSimulation.Run(costs, scenario).Seconds);
    }, 60);
}
