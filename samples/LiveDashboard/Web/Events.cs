using LiveDashboard.Fitting;
using LiveDashboard.Watching;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LiveDashboard.Web;

/// <summary>The endpoint of server-sent events: <c>/events?x=0&amp;y=1</c>.</summary>
internal static class Events
{
    /// <summary>Adds the endpoint. A browser that comes back says in a header what it saw last; <c>since</c> says it for a page that opens a new connection.</summary>
    public static void MapEvents(this IEndpointRouteBuilder routes, LiveFit fit, IHostApplicationLifetime lifetime) =>
        routes.MapGet("/events", Results<ServerSentEventsResult<Frame>, BadRequest<Told>> (HttpContext context, int? x, int? y, string? since) =>
        {
            try
            {
                var axes = AxisPair.Of(x, y, fit.AxisNames.Count);
                Place? seen = Place.TryParse(context.Request.Headers["Last-Event-ID"], out var place) || Place.TryParse(since, out place) ? place : null;

                // Ends with the server too, which would wait for its viewers else.
                var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
                context.Response.RegisterForDispose(end);
                return TypedResults.ServerSentEvents(Viewer.Watch(fit, axes, seen, end.Token));
            }
            catch (ArgumentException e)
            {
                return TypedResults.BadRequest(new Told(e.Message));
            }
        });
}
