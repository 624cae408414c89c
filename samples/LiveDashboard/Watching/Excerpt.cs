namespace LiveDashboard.Watching;

/// <summary>What a viewer takes from the journal at once.</summary>
/// <param name="Place">Where it ends.</param>
/// <param name="IsWhole">True where it does not go on from what was seen: what is on the page is to be replaced.</param>
/// <param name="Latest">The latest moment.</param>
/// <param name="Points">The points of the curves.</param>
/// <param name="Rows">The rows drawn, moment by moment.</param>
/// <param name="Happenings">What happened.</param>
internal sealed record Excerpt(Place Place, bool IsWhole, Moment Latest, Journal.Point[] Points, double[][] Rows, Happening[] Happenings);
