namespace StreamGmm;

/// <summary>What the curves of a stream have at one position.</summary>
/// <param name="Position">The position in the source.</param>
/// <param name="Score">The mean log-likelihood of the last batch in nats; NaN while warming up.</param>
/// <param name="Memory">The weight remembered.</param>
/// <param name="Components">K; 0 while warming up.</param>
internal readonly record struct StreamPoint(long Position, double Score, double Memory, int Components);
