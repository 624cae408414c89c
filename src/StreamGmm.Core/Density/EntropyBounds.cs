namespace StreamGmm;

/// <summary>Between what the differential entropy of a mixture lies; for mixtures it has no closed form.</summary>
/// <param name="Lower">In nats.</param>
/// <param name="Upper">In nats.</param>
public readonly record struct EntropyBounds(double Lower, double Upper);
