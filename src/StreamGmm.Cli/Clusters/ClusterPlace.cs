namespace StreamGmm.Cli.Clusters;

/// <summary>A cluster: the address of its broker, which may hold a password, and its name, null for the usual one.</summary>
internal sealed record ClusterPlace(string Address, string? Name);
