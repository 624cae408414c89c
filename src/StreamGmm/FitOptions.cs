namespace StreamGmm;

/// <summary>What to fit, from where, how often, and how to iterate.</summary>
public sealed record FitOptions
{
    private readonly int components;
    private readonly Seeding seeding = new Seeding.SmallEm();
    private readonly int restarts = 1;
    private readonly EmOptions em = new();

    /// <summary>A fit of <paramref name="components"/> components, all else by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is not one component at least.</exception>
    public FitOptions(int components) => Components = components;

    /// <summary>A fit that starts from a mixture and has its components and shape.</summary>
    public FitOptions(GaussianMixture start)
    {
        ArgumentNullException.ThrowIfNull(start);
        (Components, Shape, Seeding) = (start.Components, start.Shape, new Seeding.From(start));
    }

    /// <summary>K, the number of components, 1 or more.</summary>
    public int Components
    {
        get => components;
        init => components = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Components), value, "A mixture has at least one component.");
    }

    /// <summary>The shape of the covariances. Default <see cref="CovarianceShape.Full"/>.</summary>
    public CovarianceShape Shape { get; init; }

    /// <summary>How the fit finds its start. Default <see cref="Seeding.SmallEm"/>.</summary>
    public Seeding Seeding
    {
        get => seeding;
        init => seeding = value ?? throw new ArgumentNullException(nameof(Seeding));
    }

    /// <summary>The same seed gives the same fit, bit for bit. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>How many fits to make from different starts, 1 or more; the best is kept. Default 1.</summary>
    public int Restarts
    {
        get => restarts;
        init => restarts = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Restarts), value, "There is at least one start.");
    }

    /// <summary>How to iterate, and when to stop.</summary>
    public EmOptions Em
    {
        get => em;
        init => em = value ?? throw new ArgumentNullException(nameof(Em));
    }

    /// <summary>The same as <c>new FitOptions(mixture)</c>.</summary>
    public static FitOptions From(GaussianMixture mixture) => new(mixture);
}
