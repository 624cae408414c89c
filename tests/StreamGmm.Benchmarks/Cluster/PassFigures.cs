namespace StreamGmm.Benchmarks.Cluster;

/// <summary>What came of the passes of a simulation.</summary>
/// <param name="Seconds">The time of each iteration: a pass and the M-step after it.</param>
/// <param name="Coordinator">The share of the time in which the coordinator is at work.</param>
/// <param name="Broker">The share of the time in which the busiest part of the broker, or its line, is at work.</param>
/// <param name="CoordinatorSeconds">The seconds that the coordinator works in an iteration.</param>
/// <param name="Messages">The messages of an iteration, with all copies.</param>
/// <param name="Status">What the dispatcher counted, warm-up and all.</param>
/// <param name="Deaths">Workers that died.</param>
/// <param name="Answered">How often each task was answered and the answer used, in all passes.</param>
/// <param name="Deciding">The real seconds that the dispatcher took for a task: of the computer that simulates, so not the same twice.</param>
internal sealed record PassFigures(
    IReadOnlyList<double> Seconds, double Coordinator, double Broker, double CoordinatorSeconds, double Messages, ClusterStatus Status, int Deaths, IReadOnlyList<int> Answered, double Deciding)
{
    public double Median => Seconds.Order().ElementAt(Seconds.Count / 2);
}
