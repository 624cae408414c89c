namespace StreamGmm;

/// <summary>Why an M-step has no mixture to give: which component collapsed, and what to do about it.</summary>
/// <param name="Component">The index of the component; 0 where all share the covariance.</param>
/// <param name="Reason">What was seen.</param>
/// <param name="Repair">What to try.</param>
public sealed record Degeneracy(int Component, string Reason, string Repair)
{
    internal static Degeneracy Collapsed(int component, int axis) => new(
        component,
        $"The covariance of component {component} has collapsed: it has no variance of its own along axis {axis}.",
        "Use fewer components, more regularization, or a simpler covariance shape.");

    internal static Degeneracy Flattened(int component, int rank) => new(
        component,
        $"The covariance of component {component} has collapsed: it has no variance of its own besides that along its {rank} directions.",
        "Use fewer components, more regularization, or a smaller rank.");

    internal static Degeneracy Overflowed(int component, int axis) => new(
        component,
        $"The scatter of component {component} along axis {axis} is beyond the range of numbers.",
        "Scale the data or the weights down.");

    internal static Degeneracy Weightless { get; } = new(0, "The samples have no weight at all.", "Give some samples a positive weight.");
}
