using LiveDashboard.Fitting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LiveDashboard.Web;

/// <summary>The buttons of the page.</summary>
internal static class Controls
{
    /// <summary>Adds the endpoints.</summary>
    public static void MapControls(this IEndpointRouteBuilder routes, LiveFit fit)
    {
        routes.MapPost("/control/pause", (Wish.Pause wish) => Do(() => fit.Pause(wish.Paused), wish.Paused ? "Paused." : "Going on."));
        routes.MapPost("/control/rate", (Wish.Rate wish) => Do(() => fit.SetRate(wish.RowsPerSecond), FormattableString.Invariant($"{wish.RowsPerSecond:#,0.###} rows a second.")));
        routes.MapPost("/control/drift", (Wish.Drift _) => Do(fit.Drift, "The stream jumps."));
        routes.MapPost("/control/memory", (Wish.Memory wish) => Do(() => fit.Remember(new Remembering(wish.HalfLife, wish.Adaptive)), $"Memory: {new Remembering(wish.HalfLife, wish.Adaptive)}."));
    }

    /// <summary>Does what was asked for, or says why it cannot be done.</summary>
    public static Results<Ok<Told>, BadRequest<Told>> Do(Action wish, string done)
    {
        try
        {
            wish();
            return TypedResults.Ok(new Told(done));
        }
        catch (ArgumentException e)
        {
            return TypedResults.BadRequest(new Told(e.Message));
        }
    }
}
