using LiveDashboard.Fitting;
using StreamGmm;

namespace LiveDashboard.Watching;

/// <summary>What there is to see at a moment.</summary>
/// <param name="State">What is known of the stream.</param>
/// <param name="Conditions">What goes on around it.</param>
/// <param name="Rows">The rows drawn since the moment before, row after row.</param>
internal sealed record Moment(OnlineState State, Conditions Conditions, double[] Rows);

/// <summary>Where rows come from, how fast, and how they are remembered.</summary>
/// <param name="Source">What people call the source.</param>
/// <param name="Status">running, paused, ended or failed.</param>
/// <param name="Fault">Why it failed; null where it did not.</param>
/// <param name="Rate">Rows a second, as asked for.</param>
/// <param name="Memory">How much of the past counts.</param>
/// <param name="CanDrift">True where the source can be made to drift.</param>
/// <param name="BadRows">Rows that were none, and passed over.</param>
internal sealed record Conditions(string Source, string Status, string? Fault, double Rate, Remembering Memory, bool CanDrift, long BadRows);
