namespace StreamGmm;

/// <summary>Which columns of a file are read, and as what.</summary>
/// <remarks>A column is named as in the header; without a header, and in <c>.npy</c>, by its number from 0 as text.</remarks>
public sealed record ReadOptions
{
    /// <summary>The columns that are features, in this order; null for all numeric ones in the order of the file.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>The columns that a mixture was fitted to, in its order, for where <see cref="Columns"/> is null: under a header they are found by name.</summary>
    /// <remarks>Without a header, and in <c>.npy</c>, they are found by number if one of them is a number there; if not, all numeric columns are taken in order.</remarks>
    public IReadOnlyList<string>? FittedColumns { get; init; }

    /// <summary>The column of weights, which is then no feature; null where all rows weigh 1.</summary>
    public string? Weights { get; init; }

    /// <summary>What comes of a feature without a value, which is an empty cell, NaN or NA (null in JSON): it is refused (the default), or it is missing.</summary>
    /// <remarks>Where it may be missing, a column that begins without a value counts as numeric.</remarks>
    public MissingValues MissingValues { get; init; }

    /// <summary>The column of labels, which is then no feature; null where no row has one.</summary>
    public string? Labels { get; init; }
}
