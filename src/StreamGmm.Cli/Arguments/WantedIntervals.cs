namespace StreamGmm.Cli.Arguments;

/// <summary>Intervals that were asked for: their level, and how many replicates of the bootstrap they come from; null for the observed information.</summary>
internal sealed record WantedIntervals(double Level, int? Replicates);
