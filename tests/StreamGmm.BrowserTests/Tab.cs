using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace StreamGmm.BrowserTests;

/// <summary>One page in a fresh context: its requests, and what went wrong in it.</summary>
public sealed class Tab : IAsyncDisposable
{
    /// <summary>What one step may take before it is called hung, in milliseconds.</summary>
    private const float StepLimit = 60_000;

    private readonly ConcurrentQueue<string> requests = new(), problems = new();
    private readonly SemaphoreSlim told = new(0);
    private readonly IBrowserContext context;

    private Tab(IBrowserContext context, IPage page)
    {
        this.context = context;
        Page = page;
    }

    /// <summary>Playwright's page, for all that has no word here.</summary>
    public IPage Page { get; }

    /// <summary>Every address that was asked for so far.</summary>
    public IReadOnlyCollection<string> Requests => requests;

    /// <summary>What was written to the console as an error, thrown and not caught, or asked of another machine. A test that leaves any behind fails.</summary>
    public IReadOnlyCollection<string> Problems => problems;

    internal static async Task<Tab> OpenAsync(IBrowser browser, Uri address, TabOptions options)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = options.Width, Height = options.Height },
            ColorScheme = options.Dark ? ColorScheme.Dark : ColorScheme.Light,
            DeviceScaleFactor = options.PixelRatio,
            HasTouch = options.Touch,
            IsMobile = options.Touch,
            ReducedMotion = options.ReducedMotion ? ReducedMotion.Reduce : ReducedMotion.NoPreference,
            ServiceWorkers = ServiceWorkerPolicy.Block,
            Locale = "en-US",
        });
        context.SetDefaultTimeout(StepLimit);
        var tab = new Tab(context, await context.NewPageAsync());
        await tab.Watch(address);
        await tab.Page.GotoAsync(address.AbsoluteUri);
        return tab;
    }

    /// <summary>The problems so far, which are then no longer held against the page.</summary>
    public IReadOnlyList<string> TakeProblems()
    {
        var taken = new List<string>();
        while (problems.TryDequeue(out var problem))
        {
            taken.Add(problem);
        }

        return taken;
    }

    /// <summary>Waits for one more problem than was waited for before.</summary>
    public async Task NextProblem() => Assert.True(await told.WaitAsync(TimeSpan.FromMilliseconds(StepLimit)), "A problem was expected of the page, and none came.");

    /// <summary>What a script gives; a function is called, a promise awaited.</summary>
    public Task<T> Evaluate<T>(string script) => Page.EvaluateAsync<T>(script);

    /// <summary>Waits until a script gives something true, looking with every frame; a function is called, a promise awaited. Playwright's own wait is by eval, which a page may forbid.</summary>
    public async Task Until(string script)
    {
        try
        {
            await Page.EvaluateAsync(
                $$"""
                new Promise((done, fail) => {
                  const look = async () => {
                    try {
                      const seen = ({{script}});
                      if (await (typeof seen === 'function' ? seen() : seen)) done(); else requestAnimationFrame(look);
                    } catch (fault) { fail(fault); }
                  };
                  look();
                })
                """).WaitAsync(TimeSpan.FromMilliseconds(StepLimit));
        }
        catch (TimeoutException)
        {
            Assert.Fail($"This never came true:\n{script}");
        }
    }

    public Task SetSize(int width, int height) => Page.SetViewportSizeAsync(width, height);

    public Task SetTheme(bool dark) => Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light });

    /// <summary>The pixel of a canvas at a place in CSS pixels from its upper left corner.</summary>
    public async Task<Pixel> PixelAt(string canvas, double x, double y) => Pixel.Of(await Page.EvaluateAsync<int[]>(
        """
        ([selector, x, y]) => {
          const canvas = document.querySelector(selector), box = canvas.getBoundingClientRect();
          const [column, row] = [Math.floor(x * canvas.width / box.width), Math.floor(y * canvas.height / box.height)];
          return Array.from(canvas.getContext('2d').getImageData(column, row, 1, 1).data);
        }
        """,
        new object[] { canvas, x, y }));

    public ValueTask DisposeAsync() => new(context.CloseAsync());

    /// <summary>From here on whatever leaves the machine is stopped and told, and errors are kept.</summary>
    private async Task Watch(Uri address)
    {
        var origin = address.IsFile ? "" : $"|{Regex.Escape(address.GetLeftPart(UriPartial.Authority))}(/|$)";
        var allowed = new Regex($"^(file:|data:|blob:|about:{origin})", RegexOptions.CultureInvariant);
        await context.RouteAsync(new Regex($"^(?!file:|data:|blob:|about:{origin})"), route => route.AbortAsync());
        context.Request += (_, request) =>
        {
            requests.Enqueue(request.Url);
            if (!allowed.IsMatch(request.Url))
            {
                Tell($"request: {request.Method} {request.Url}");
            }
        };
        Page.WebSocket += (_, socket) => Tell($"request: {socket.Url}");
        Page.PageError += (_, error) => Tell($"thrown: {error}");
        Page.Crash += (_, _) => Tell("the page crashed");
        Page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                Tell($"console: {message.Text} ({message.Location})");
            }
        };
    }

    private void Tell(string problem)
    {
        problems.Enqueue(problem);
        told.Release();
    }
}
