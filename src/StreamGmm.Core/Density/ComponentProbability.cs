namespace StreamGmm;

/// <summary>A component and how likely a sample came from it.</summary>
/// <param name="Component">Its index, from 0.</param>
/// <param name="Probability">From 0 to 1.</param>
public readonly record struct ComponentProbability(int Component, double Probability);
