namespace StreamGmm;

/// <summary>Whether components that cannot matter to a sample are left out.</summary>
internal enum Skipping
{
    /// <summary>Where that is measured to be faster.</summary>
    WherePaid,

    /// <summary>Never: every product is computed.</summary>
    Never,

    /// <summary>Wherever it is possible.</summary>
    Always,
}
