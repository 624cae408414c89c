namespace StreamGmm;

/// <summary>Weight in equal bins, from lower to upper limit, in page units.</summary>
internal sealed record Histogram(double From, double To, RealVector Counts);
