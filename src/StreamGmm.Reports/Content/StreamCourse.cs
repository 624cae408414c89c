using System.Collections.Immutable;

namespace StreamGmm;

/// <summary>The course of an online run: one number each for every state kept.</summary>
/// <param name="Position">The position in the source.</param>
/// <param name="Score">The mean log-likelihood of the last batch in nats; NaN while warming up, perhaps −∞.</param>
/// <param name="Memory">The weight remembered.</param>
/// <param name="Components">K; 0 while warming up.</param>
/// <param name="Alarms">The positions of drift alarms.</param>
/// <param name="Events">What became of components, and where.</param>
internal sealed record StreamCourse(
    ImmutableArray<long> Position, RealVector Score, RealVector Memory, ImmutableArray<int> Components, ImmutableArray<long> Alarms, ImmutableArray<StreamEvent> Events);

/// <summary>What became of components at a position: "component 3 born".</summary>
internal sealed record StreamEvent(long Position, string Text);
