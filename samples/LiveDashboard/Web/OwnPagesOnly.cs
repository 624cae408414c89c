using System.Net.Mime;

namespace LiveDashboard.Web;

/// <summary>Keeps pages of other sites, other ports of this machine among them, from watching and from pressing buttons. Programs that are no browsers may do both.</summary>
internal static class OwnPagesOnly
{
    /// <summary>Refuses what a browser sends for a page of another origin, and what a form could send.</summary>
    public static IApplicationBuilder UseOwnPagesOnly(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        var (request, response) = (context.Request, context.Response);
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'";
        var isWish = !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method);
        if (IsForeign(request))
            await Refuse(response, StatusCodes.Status403Forbidden, "The request comes from a page of another site: only the page of this server may use it.");
        else if (isWish && !request.HasJsonContentType())
            await Refuse(response, StatusCodes.Status415UnsupportedMediaType, $"The content type is '{request.ContentType}': {MediaTypeNames.Application.Json} was expected.");
        else
            await next(context);
    });

    /// <summary>Browsers name the origin of a page that posts, and newer ones how it is related to this server. Following a link to the page is fine.</summary>
    private static bool IsForeign(HttpRequest request) =>
        (request.Headers.Origin is { Count: > 0 } origin && origin != $"{request.Scheme}://{request.Host}")
        || (request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin" or "none") && request.Headers["Sec-Fetch-Mode"] != "navigate");

    private static Task Refuse(HttpResponse response, int status, string message)
    {
        response.StatusCode = status;
        return response.WriteAsJsonAsync(new Told(message), WireJson.Default.Told);
    }
}
