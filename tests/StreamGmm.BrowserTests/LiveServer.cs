using System.Net.Http.Headers;
using System.Net.Mime;
using System.Net.ServerSentEvents;
using System.Reactive.Concurrency;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using LiveDashboard;
using LiveDashboard.Fitting;
using LiveDashboard.Sources;
using LiveDashboard.Watching;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace StreamGmm.BrowserTests;

/// <summary>The live dashboard in this process, on a clock that goes when it is told to.</summary>
internal sealed class LiveServer : IAsyncDisposable
{
    /// <summary>What a step may take before it is called hung.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly HistoricalScheduler clock = new(DateTimeOffset.UnixEpoch);
    private readonly WebApplication app;

    private LiveServer(ISource source, Settings settings)
    {
        app = Dashboard.Build(["--urls", "http://127.0.0.1:0"], source, settings, clock);
        Fit = app.Services.GetRequiredService<LiveFit>();
    }

    public LiveFit Fit { get; }

    public HttpClient Client { get; } = new() { Timeout = Limit };

    public Uri Address => Client.BaseAddress!;

    public static async Task<LiveServer> StartAsync(ISource? source = null, Settings? settings = null)
    {
        var server = new LiveServer(source ?? new DriftingSource(), settings ?? Settings.Default);
        await server.app.StartAsync().WaitAsync(Limit);
        server.Client.BaseAddress = new Uri(server.app.Urls.Single());
        return server;
    }

    /// <summary>Lets time pass: 2,000 rows a second by default.</summary>
    public void Pass(double seconds) => clock.AdvanceBy(TimeSpan.FromSeconds(seconds));

    /// <summary>Ends the server as Ctrl-C does.</summary>
    public Task StopAsync() => app.StopAsync().WaitAsync(Limit);

    /// <summary>The answer to a wish, and the message in it.</summary>
    public async Task<(int Status, string Message)> Post(string path, HttpContent content)
    {
        using var response = await Client.PostAsync(new Uri(path, UriKind.Relative), content);
        return ((int)response.StatusCode, await MessageOf(response));
    }

    public Task<(int Status, string Message)> Post(string path, string json) => Post(path, Json(Encoding.UTF8.GetBytes(json)));

    public async Task<byte[]> Get(string path) => await Client.GetByteArrayAsync(new Uri(path, UriKind.Relative));

    public async Task<SavedState> State() => SavedState.Read(new MemoryStream(await Get("state")));

    public static ByteArrayContent Json(byte[] bytes) => new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(MediaTypeNames.Application.Json) } };

    public static async Task<string> MessageOf(HttpResponseMessage response)
    {
        using var json = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
        return json.RootElement.GetProperty("message").GetString()!;
    }

    /// <summary>Connects as a browser does, which sends back the last id it saw; the frames as they come.</summary>
    public async IAsyncEnumerable<SseItem<JsonElement>> Watch(string? lastEventId = null, string query = "", [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"events{query}");
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        using var response = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        response.EnsureSuccessStatusCode();
        using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        await foreach (var item in SseParser.Create(stream, (_, data) => JsonSerializer.Deserialize<JsonElement>(data)).EnumerateAsync(cancellationToken))
            yield return item;
    }

    /// <summary>The first frame that a viewer gets.</summary>
    public async Task<SseItem<JsonElement>> First(string? lastEventId = null, string query = "")
    {
        await foreach (var item in Watch(lastEventId, query))
            return item;
        throw new InvalidOperationException("The server sent no frame.");
    }

    public static Place PlaceOf(SseItem<JsonElement> item) => Place.TryParse(item.EventId, out var place) ? place : throw new FormatException($"'{item.EventId}' is no place.");

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
    }
}
