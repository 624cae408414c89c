namespace StreamGmm;

/// <summary>A mark on an axis: where it is, in the data's own units, and what is written at it.</summary>
internal readonly record struct Tick(double Value, string Label);
