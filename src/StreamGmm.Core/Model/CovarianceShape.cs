using System.Diagnostics;

namespace StreamGmm;

/// <summary>How much freedom the covariances of a mixture have.</summary>
/// <remarks>The default value is <see cref="Full"/>.</remarks>
public readonly record struct CovarianceShape
{
    private readonly Kind kind;

    private CovarianceShape(Kind kind) => this.kind = kind;

    private enum Kind
    {
        Full,
        Tied,
        Diagonal,
        Spherical,
    }

    /// <summary>Each component has a D × D matrix of its own: any ellipsoid.</summary>
    public static CovarianceShape Full => new(Kind.Full);

    /// <summary>All components share one D × D matrix: equal ellipsoids, linear boundaries.</summary>
    public static CovarianceShape Tied => new(Kind.Tied);

    /// <summary>Each component has D variances: ellipsoids along the axes.</summary>
    public static CovarianceShape Diagonal => new(Kind.Diagonal);

    /// <summary>Each component has one variance: balls.</summary>
    public static CovarianceShape Spherical => new(Kind.Spherical);

    /// <summary>All shapes, from the freest to the simplest.</summary>
    public static IReadOnlyList<CovarianceShape> All { get; } = [Full, Tied, Diagonal, Spherical];

    /// <summary>The shape of that name: full, tied, diagonal or spherical.</summary>
    /// <exception cref="FormatException">There is no such shape.</exception>
    public static CovarianceShape Parse(string name) => All.Where(shape => shape.ToString() == name) is var found && found.Any()
        ? found.First()
        : throw new FormatException($"'{name}' is no covariance shape: expected {string.Join(", ", All)}.");

    /// <summary>The number of free parameters in the covariances of K components in D dimensions.</summary>
    public int ParameterCount(int components, int dimension) => checked(kind switch
    {
        Kind.Full => components * (dimension * (dimension + 1) / 2),
        Kind.Tied => dimension * (dimension + 1) / 2,
        Kind.Diagonal => components * dimension,
        Kind.Spherical => components,
        _ => throw new UnreachableException(),
    });

    /// <summary>The name: full, tied, diagonal or spherical.</summary>
    public override string ToString() => kind switch
    {
        Kind.Full => "full",
        Kind.Tied => "tied",
        Kind.Diagonal => "diagonal",
        Kind.Spherical => "spherical",
        _ => throw new UnreachableException(),
    };
}
