namespace StreamGmm;

/// <summary>What comes of a value that is NaN.</summary>
public enum MissingValues
{
    /// <summary>It is refused, as any value that is no finite number.</summary>
    Refuse,

    /// <summary>It is missing: the row counts by its other values, and nothing is put in its place.</summary>
    /// <remarks>Exact where values are missing at random: whether one is may depend on the values that are there, not on itself (Little and Rubin, 2002).</remarks>
    Marginalize,
}
