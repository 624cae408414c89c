using System.Diagnostics;

namespace StreamGmm.Benchmarks.Cluster;

/// <summary>The costs of a problem: what can be measured here and now is; the rest is what a broker, a client and a network usually take.</summary>
internal static class MeasuredCosts
{
    /// <summary>The coordinator's side of a message beyond its bytes: sockets, client, confirm, acknowledgement. Half of what <c>workers messages</c> prints for a block of no length, a block being two messages.</summary>
    public const double Message = 35e-6;

    /// <summary>A byte of a message at the coordinator: what <c>workers messages</c> prints for a longer block beyond a short one.</summary>
    public const double Byte = 1.5e-9;

    /// <summary>A message in a queue of RabbitMQ 3.10: 40,000 a second in one queue is what its makers and users report of queues that are not replicated.</summary>
    public const double BrokerMessage = 25e-6;

    /// <summary>A byte of a message in the broker: what <c>workers messages</c> prints, over the two messages of a block and the processes each goes through.</summary>
    public const double BrokerByte = 0.3e-9;

    /// <summary>A copy of a message to all workers in the broker: a queue is told, and a socket written to by a process of its own.</summary>
    public const double Copy = 8e-6;

    /// <summary>From one machine to another in one data centre, through sockets and all.</summary>
    public const double Latency = 150e-6;

    /// <summary>A byte on a line of 10 Gbit/s.</summary>
    public const double Line = 0.8e-9;

    /// <summary>Measures a problem of so many features and components, full covariances.</summary>
    public static ClusterCosts Of(int dimension, int components)
    {
        var problem = Problem.Of(Math.Max(20_000, 1_600_000 / dimension), dimension, components, CovarianceShape.Full);
        var (start, origin) = (problem.Start, problem.Samples[0]);
        var (statistics, seconds) = Best(() => EStep.Expect(start, problem.Samples, origin, threads: 1));
        var summary = BlockSummary.Of("part-00000.npy", problem.Samples, components);
        var queue = $"streamgmm.worker.{Guid.Empty:N}";
        return new ClusterCosts
        {
            Row = seconds / problem.Count,
            Merge = Best(() => statistics + statistics).Seconds,
            Maximize = Best(() => MStep.Maximize(statistics, start, new Regularization.Relative(1e-6))).Seconds,
            Message = Message,
            Byte = Byte,
            BrokerMessage = BrokerMessage,
            BrokerByte = BrokerByte,
            Copy = Copy,
            Latency = Latency,
            Line = Line,
            TaskBytes = (TaskLength(1), TaskLength(2) - TaskLength(1)),
            MixtureBytes = MessageFormat.Write(new Message.Mixture(Guid.Empty, 1, start, origin)).Length,
            AnswerBytes = MessageFormat.Write(new Message.Answer(Guid.Empty, 1, queue, 1, new BlockResult.Statistics(summary.Block, 1, problem.Count, RealVector.Create(statistics.Length, statistics.CopyTo)))).Length,
            HelloBytes = (140, 2 + summary.Block.Length),
        };

        int TaskLength(int blocks) => MessageFormat.Write(new Message.Task(Guid.Empty, 1, queue, new BlockTask.Expect([.. Enumerable.Repeat(summary, blocks)]))).Length;
    }

    private static (T Value, double Seconds) Best<T>(Func<T> action)
    {
        var (value, best) = (action(), double.PositiveInfinity);
        for (var total = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(total).TotalSeconds < 0.7;)
        {
            var begun = Stopwatch.GetTimestamp();
            value = action();
            best = Math.Min(best, Stopwatch.GetElapsedTime(begun).TotalSeconds);
        }

        return (value, best);
    }
}
