using System.Reactive.Concurrency;
using LiveDashboard.Fitting;
using LiveDashboard.Sources;
using LiveDashboard.Web;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.WebUtilities;

namespace LiveDashboard;

/// <summary>The server: one fit, and the page that shows it.</summary>
internal static class Dashboard
{
    /// <summary>Only browsers of this machine, under its own names: a name of others that points here is refused.</summary>
    private const string Loopback = "localhost;127.0.0.1;[::1]";

    /// <summary>A server that is not started yet. It owns the source.</summary>
    /// <param name="args">Options of the server, <c>--urls</c> for example.</param>
    /// <param name="source">The rows.</param>
    /// <param name="settings">What the fit begins with.</param>
    /// <param name="scheduler">The clock; null for that of the machine.</param>
    /// <exception cref="ArgumentException">The settings do not suit the rows.</exception>
    public static WebApplication Build(string[] args, ISource source, Settings settings, IScheduler? scheduler = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, WebRootPath = Path.Combine(AppContext.BaseDirectory, "wwwroot") });
        builder.Configuration["AllowedHosts"] ??= Loopback;
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = SavedFiles.MostIgnored;

            // A page that sleeps keeps its place: it costs a connection, and nothing waits for it.
            kestrel.Limits.MinResponseDataRate = null;
        });
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, WireJson.Default));

        // Viewers end with the server; one that reads nothing is not waited for.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        builder.Services.AddSingleton(_ => new LiveFit(source, settings, scheduler ?? new EventLoopScheduler()));

        var app = builder.Build();
        var fit = app.Services.GetRequiredService<LiveFit>();
        app.UseStatusCodePages(Unsaid);
        app.UseOwnPagesOnly();
        app.UseDefaultFiles();
        app.UseStaticFiles();
        app.MapEvents(fit, app.Lifetime);
        app.MapControls(fit);
        app.MapSavedFiles(fit);
        return app;
    }

    /// <summary>What is said where a request was refused before it came to one who could say more.</summary>
    private static Task Unsaid(StatusCodeContext context)
    {
        var response = context.HttpContext.Response;
        return response.WriteAsJsonAsync(new Told(response.StatusCode == StatusCodes.Status400BadRequest
            ? "The request is not what was expected: JSON as the page sends it, and numbers where they belong."
            : $"The server answers {response.StatusCode}: {ReasonPhrases.GetReasonPhrase(response.StatusCode)}."), WireJson.Default.Told);
    }
}
