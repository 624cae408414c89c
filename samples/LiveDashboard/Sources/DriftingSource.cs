using StreamGmm;

namespace LiveDashboard.Sources;

/// <summary>Rows of four components that wander slowly; all at once they stand elsewhere when told to. Row i depends on the seed, i and the number of jumps alone.</summary>
internal sealed class DriftingSource(int dimension = 2, int seed = 0) : ISource
{
    private const int Components = 4;

    /// <summary>The components stand still for so many rows.</summary>
    private const int Still = 100;

    /// <summary>Once around takes so many rows: over 8 minutes at 2,000 a second.</summary>
    private const double Round = 1_000_000;

    /// <summary>A jump turns everything by so much, which brings no component to where another one was.</summary>
    private const double Jump = 0.8;

    private static readonly string[] FirstNames = ["x", "y", "z"];

    private long position;
    private int jumps;

    /// <inheritdoc/>
    public string Name => "a drifting synthetic stream";

    /// <inheritdoc/>
    public int Dimension => dimension;

    /// <inheritdoc/>
    public IReadOnlyList<string>? Columns { get; } = dimension <= FirstNames.Length ? FirstNames[..dimension] : null;

    /// <inheritdoc/>
    public bool CanDrift => true;

    /// <inheritdoc/>
    public bool HasEnded => false;

    /// <inheritdoc/>
    public string? Fault => null;

    /// <inheritdoc/>
    public long BadRows => 0;

    /// <inheritdoc/>
    public Batch? Take(int most)
    {
        if (most < 1)
            return null;
        var parts = new List<Samples>();
        for (var end = position + most; position < end;)
        {
            var count = (int)Math.Min(end - position, Still - (position % Still));
            parts.Add(Mixture(position - (position % Still)).Sample(count, seed, first: position));
            position += count;
        }

        return new Batch(Samples.Concat(parts), position);
    }

    /// <inheritdoc/>
    public void GoOnAfter(long position) => this.position = position;

    /// <inheritdoc/>
    public void Drift() => jumps++;

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private GaussianMixture Mixture(long at) => new(
        [0.4, 0.3, 0.2, 0.1],
        RealMatrix.Create(Components, dimension, means =>
        {
            for (var k = 0; k < Components; k++)
            {
                for (var j = 0; j < dimension; j++)
                    means[(k * dimension) + j] = Mean(k, j, Angle(at) + (Math.Tau * k / Components));
            }
        }),
        new Covariances.Full(Enumerable.Range(0, Components).Select(k => Covariance(k, 2 * Angle(at) + k))));

    private double Angle(long at) => (Math.Tau * at / Round) + (Jump * jumps);

    /// <summary>A circle in the first two axes; the components keep their places along the others.</summary>
    private static double Mean(int k, int j, double angle) => j switch
    {
        0 => 5 * Math.Cos(angle),
        1 => 4 * Math.Sin(angle),
        _ => 3 * Math.Cos((k + 1) * j),
    };

    /// <summary>An ellipse that turns in the first two axes.</summary>
    private RealMatrix Covariance(int k, double angle) => RealMatrix.Create(dimension, dimension, values =>
    {
        for (var j = 0; j < dimension; j++)
            values[(j * dimension) + j] = 1;
        if (dimension < 2)
            return;
        var (cos, sin, large, small) = (Math.Cos(angle), Math.Sin(angle), 1 + (0.3 * k), 0.3);
        values[0] = (large * cos * cos) + (small * sin * sin);
        values[1] = values[dimension] = (large - small) * sin * cos;
        values[dimension + 1] = (large * sin * sin) + (small * cos * cos);
    });
}
