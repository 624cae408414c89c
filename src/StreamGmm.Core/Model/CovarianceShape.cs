using System.Diagnostics;
using System.Globalization;

namespace StreamGmm;

/// <summary>How much freedom the covariances of a mixture have.</summary>
/// <remarks>The default value is <see cref="Full"/>.</remarks>
public readonly record struct CovarianceShape
{
    private const string LowRankName = "low-rank:";

    private readonly Kind kind;

    private CovarianceShape(Kind kind, int rank = 0) => (this.kind, Rank) = (kind, rank);

    private enum Kind
    {
        Full,
        Tied,
        Diagonal,
        Spherical,
        LowRank,
    }

    /// <summary>Each component has a D × D matrix of its own: any ellipsoid.</summary>
    public static CovarianceShape Full => new(Kind.Full);

    /// <summary>All components share one D × D matrix: equal ellipsoids, linear boundaries.</summary>
    public static CovarianceShape Tied => new(Kind.Tied);

    /// <summary>Each component has D variances: ellipsoids along the axes.</summary>
    public static CovarianceShape Diagonal => new(Kind.Diagonal);

    /// <summary>Each component has one variance: balls.</summary>
    public static CovarianceShape Spherical => new(Kind.Spherical);

    /// <summary>Each component has variances of its own along so many directions of its own, and one variance across them: between balls and any ellipsoid, for many features.</summary>
    /// <remarks>A mixture of probabilistic principal component analyzers (Tipping and Bishop, 1999). With rank D − 1 it is as free as <see cref="Full"/>.</remarks>
    /// <param name="rank">r, the directions of a component: 1 or more, and fewer than there are features.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rank is below 1.</exception>
    public static CovarianceShape LowRank(int rank) => rank >= 1
        ? new(Kind.LowRank, rank)
        : throw new ArgumentOutOfRangeException(nameof(rank), rank, "A component has at least one direction of its own. Without any it is spherical.");

    /// <summary>All shapes that have no rank, from the freest to the simplest.</summary>
    public static IReadOnlyList<CovarianceShape> All { get; } = [Full, Tied, Diagonal, Spherical];

    /// <summary>r of a low-rank shape, 0 of the others.</summary>
    public int Rank { get; }

    /// <summary>Whether scatters are matrices, kept as packed triangles.</summary>
    internal bool HasMatrices => kind is Kind.Full or Kind.Tied or Kind.LowRank;

    /// <summary>Whether one variance serves all axes, so that they are measured by one scale.</summary>
    internal bool HasOneScale => kind is Kind.Spherical or Kind.LowRank;

    /// <summary>The shape of that name: full, tied, diagonal, spherical, or low-rank:R with R a number of directions.</summary>
    /// <exception cref="FormatException">There is no such shape.</exception>
    public static CovarianceShape Parse(string name) => TryParse(name, out var shape)
        ? shape
        : throw new FormatException($"'{name}' is no covariance shape: expected {string.Join(", ", All)} or {LowRankName}R with R a whole number of 1 or more.");

    /// <summary>The shape of that name, if there is one.</summary>
    public static bool TryParse(string? name, out CovarianceShape shape)
    {
        if (name is not null && name.StartsWith(LowRankName, StringComparison.Ordinal)
            && int.TryParse(name.AsSpan(LowRankName.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var rank) && rank >= 1)
        {
            shape = LowRank(rank);
            return true;
        }

        shape = All.FirstOrDefault(one => one.ToString() == name);
        return shape.ToString() == name;
    }

    /// <summary>The number of free parameters in the covariances of K components in D dimensions.</summary>
    public int ParameterCount(int components, int dimension) => checked(kind switch
    {
        Kind.Full => components * (dimension * (dimension + 1) / 2),
        Kind.Tied => dimension * (dimension + 1) / 2,
        Kind.Diagonal => components * dimension,
        Kind.Spherical => components,
        Kind.LowRank => components * ((dimension * Rank) + 1 - (Rank * (Rank - 1) / 2)),
        _ => throw new UnreachableException(),
    });

    /// <summary>Throws where there are too few features for the rank.</summary>
    internal void Require(int dimension)
    {
        if (Rank >= dimension && Rank > 0)
            throw new ArgumentException($"A covariance of rank {Rank} needs more than {Rank} features, there are {dimension}: take a smaller rank{(dimension > 1 ? "" : ", or another shape")}.");
    }

    /// <summary>The name: full, tied, diagonal, spherical or low-rank:R.</summary>
    public override string ToString() => kind switch
    {
        Kind.Full => "full",
        Kind.Tied => "tied",
        Kind.Diagonal => "diagonal",
        Kind.Spherical => "spherical",
        Kind.LowRank => string.Create(CultureInfo.InvariantCulture, $"{LowRankName}{Rank}"),
        _ => throw new UnreachableException(),
    };
}
