namespace LiveDashboard.Watching;

/// <summary>The two axes that a viewer looks at; the same twice where there is only one.</summary>
/// <param name="X">The axis to the right, from 0.</param>
/// <param name="Y">The axis upwards.</param>
internal readonly record struct AxisPair(int X, int Y)
{
    /// <summary>The pair asked for, by default the first two.</summary>
    /// <exception cref="ArgumentException">One is none of the features.</exception>
    public static AxisPair Of(int? x, int? y, int dimension)
    {
        var pair = new AxisPair(x ?? 0, y ?? Math.Min(1, dimension - 1));
        return pair.X >= 0 && pair.X < dimension && pair.Y >= 0 && pair.Y < dimension && (pair.X != pair.Y || dimension == 1)
            ? pair
            : throw new ArgumentException($"The axes are x={pair.X} and y={pair.Y}: two different ones from 0 to {dimension - 1} were expected.");
    }
}
