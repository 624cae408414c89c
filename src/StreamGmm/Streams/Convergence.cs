using System.Collections.Immutable;

namespace StreamGmm;

/// <summary>Mixtures that were reported on the way, and how far the latest has moved since half the weight.</summary>
internal sealed record Convergence
{
    /// <summary>A mixture is looked at each time the weight has grown by this factor: four times an octave.</summary>
    private static readonly double Spacing = Math.Pow(2, 0.25);

    /// <summary>The state that was told last.</summary>
    public OnlineState? State { get; private init; }

    /// <summary>The matched divergence of the latest mixture from that at half the weight; null where there is none to compare.</summary>
    public double? Moved { get; private init; }

    private ImmutableQueue<(double Weight, GaussianMixture Mixture)> Looks { get; init; } = [];

    /// <summary>The weight at the last look.</summary>
    private double Last { get; init; }

    /// <summary>With one more state. The weight is that since the start or the last alarm; an alarm or another set of components begins anew.</summary>
    public Convergence Add(OnlineState state)
    {
        var begun = State is { } before && before.Alarms == state.Alarms && before.ComponentIds.SequenceEqual(state.ComponentIds) ? this : new Convergence();
        var weight = state.Clock;
        if (state.Current is null || weight <= 0 || weight < begun.Last * Spacing)
            return begun with { State = state, Moved = null };

        var looks = begun.Looks;
        while (!looks.IsEmpty && looks.Dequeue() is { IsEmpty: false } later && later.Peek().Weight <= weight / 2)
            looks = later;
        var mixture = state.Mixture!;
        return new Convergence
        {
            State = state,
            // A mixture that was given and is not learned yet stays the same: that is no convergence.
            Moved = !looks.IsEmpty && looks.Peek() is var (then, old) && then <= weight / 2 && !ReferenceEquals(old, mixture) ? MatchedDivergence.From(old, mixture) : null,
            Looks = looks.Enqueue((weight, mixture)),
            Last = weight,
        };
    }
}
