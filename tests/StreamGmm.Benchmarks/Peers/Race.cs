using System.Text.Json;
using System.Text.Json.Serialization;

namespace StreamGmm.Benchmarks.Peers;

/// <summary>One fit from nothing by scikit-learn and by us.</summary>
/// <param name="Theirs">The seconds of its fit.</param>
/// <param name="Reached">The seconds until ours was as good; infinite where it never was.</param>
/// <param name="Ended">The seconds of our fit.</param>
/// <param name="Difference">Our mean log-likelihood less its own; of k-means the share by which our inertia is less.</param>
/// <param name="Evaluations">Our E-steps on all samples; of k-means the iterations.</param>
/// <param name="TheirIterations">Its iterations.</param>
internal sealed record Race(double Theirs, double Reached, double Ended, double Difference, int Evaluations, int TheirIterations)
{
    /// <summary>Infinity is written as a name.</summary>
    public static JsonSerializerOptions Json { get; } = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };
}
