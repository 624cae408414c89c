namespace StreamGmm.Kernels;

/// <summary>What bounds the scores of all components from above for samples near one of them, c.</summary>
/// <remarks>The score of a sample x under component k is at most c_k − ½ (d_k + w_k · (x − μ_c))², whatever the sign of the sum in brackets; and that sum is at least d_k − s_k r for x within r standard deviations of c. Up to 7 numbers behind the K are read.</remarks>
internal readonly ref struct ScoreBounds
{
    /// <summary>The component c.</summary>
    public required int Component { get; init; }

    /// <summary>c, K numbers.</summary>
    public required ReadOnlySpan<double> Constants { get; init; }

    /// <summary>d, K numbers.</summary>
    public required ReadOnlySpan<double> Distances { get; init; }

    /// <summary>s, K numbers.</summary>
    public required ReadOnlySpan<double> Spreads { get; init; }

    /// <summary>w, K × D.</summary>
    public required ReadOnlySpan<double> Directions { get; init; }

    /// <summary>A score so far below that of component c counts for nothing.</summary>
    public required double Limit { get; init; }
}
