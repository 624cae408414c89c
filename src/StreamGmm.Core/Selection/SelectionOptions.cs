namespace StreamGmm;

/// <summary>Which mixtures to choose from, by what, and how each is fitted. Equal by value.</summary>
public sealed record SelectionOptions
{
    private readonly int[] components = [];
    private readonly CovarianceShape[] shapes = [.. CovarianceShape.All];
    private readonly Criterion criterion = Criterion.Bic;
    private readonly Seeding[] seedings = [new Seeding.SmallEm(), new Seeding.KMeansPlusPlus(), new Seeding.RandomSamples()];
    private readonly int restarts = 1;
    private readonly EmOptions em = new();

    /// <summary>A choice from these numbers of components, <c>Enumerable.Range(1, 10)</c> say, and all shapes.</summary>
    /// <exception cref="ArgumentException">There is no number, or one is below 1.</exception>
    public SelectionOptions(IEnumerable<int> components) => Components = [.. components ?? throw new ArgumentNullException(nameof(components))];

    /// <summary>The numbers of components, each 1 or more; each is tried once.</summary>
    public IReadOnlyList<int> Components
    {
        get => components;
        init
        {
            components = Distinct(value, nameof(Components));
            if (components.Any(k => k < 1))
                throw new ArgumentOutOfRangeException(nameof(Components), components.First(k => k < 1), "A mixture has at least one component.");
        }
    }

    /// <summary>The shapes, each tried once with each number of components. Default <see cref="CovarianceShape.All"/>.</summary>
    public IReadOnlyList<CovarianceShape> Shapes
    {
        get => shapes;
        init => shapes = Distinct(value, nameof(Shapes));
    }

    /// <summary>What the models are compared by. Default <see cref="Criterion.Bic"/>.</summary>
    public Criterion Criterion
    {
        get => criterion;
        init => criterion = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(Criterion), value, "There is no such criterion: say Criterion.Bic, Criterion.Aic or Criterion.Icl.");
    }

    /// <summary>How the restarts of a model find their starts: the first by the first of these, the next by the next, and so on round. Default <see cref="Seeding.SmallEm"/>, <see cref="Seeding.KMeansPlusPlus"/>, <see cref="Seeding.RandomSamples"/>.</summary>
    /// <remarks>Starts that are good one by one lead to the same optimum again and again; starts that differ find a better one where there is one.</remarks>
    public IReadOnlyList<Seeding> Seedings
    {
        get => seedings;
        init
        {
            seedings = Distinct(value, nameof(Seedings));
            if (seedings.Contains(null))
                throw new ArgumentNullException(nameof(Seedings));
            if (seedings.Any(seeding => seeding is Seeding.From))
                throw new ArgumentException("A given mixture has one number of components and one shape: models to choose from need a seeding that finds starts, Seeding.SmallEm say.", nameof(Seedings));
        }
    }

    /// <summary>The same seed gives the same candidates, bit for bit. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>How many fits of each model to make from different starts, 1 or more; the best counts. Default 1.</summary>
    public int Restarts
    {
        get => restarts;
        init => restarts = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Restarts), value, "There is at least one start.");
    }

    /// <summary>How to iterate, when to stop, and how many threads to use in all.</summary>
    public EmOptions Em
    {
        get => em;
        init => em = value ?? throw new ArgumentNullException(nameof(Em));
    }

    /// <inheritdoc/>
    public bool Equals(SelectionOptions? other) => other is not null
        && components.SequenceEqual(other.components) && shapes.SequenceEqual(other.shapes)
        && (criterion, Seed, restarts) == (other.criterion, other.Seed, other.restarts)
        && seedings.SequenceEqual(other.seedings) && em == other.em;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(components.Length, shapes.Length, criterion, Seed, restarts, seedings.Length, em);

    private static T[] Distinct<T>(IReadOnlyList<T> values, string name)
    {
        ArgumentNullException.ThrowIfNull(values, name);
        return values.Count > 0 ? [.. values.Distinct()] : throw new ArgumentException("There is nothing to choose from: give one value at least.", name);
    }
}
