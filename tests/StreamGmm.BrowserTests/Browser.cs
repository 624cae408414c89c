using Microsoft.Playwright;

[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace StreamGmm.BrowserTests;

/// <summary>The browser of all tests, started with the first one that needs it. A test class takes it by <c>[Collection(Browser.Shared)]</c> and a constructor parameter.</summary>
public sealed class Browser : IAsyncLifetime
{
    public const string Shared = "browser";

    /// <summary>What a start, and what a whole test may take before it is called hung: far more than a busy machine needs.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3), VisitLimit = TimeSpan.FromMinutes(4);

    private IPlaywright? driver;
    private IBrowser? browser;

    public async Task InitializeAsync()
    {
        if (Chromium.Find() is not { } program)
        {
            return;
        }

        driver = await Playwright.CreateAsync().WaitAsync(StartLimit);
        browser = await driver.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = program,
            Args = Chromium.Flags,
            Timeout = (float)StartLimit.TotalMilliseconds,
        });
    }

    /// <summary>Opens the HTML in a tab of its own as a file, runs the test in it, and fails if the page had a problem that the test did not take.</summary>
    public async Task Visit(string html, Func<Tab, Task> test, TabOptions? options = null)
    {
        var directory = Directory.CreateTempSubdirectory("streamgmm-page-");
        try
        {
            var file = Path.Combine(directory.FullName, "page.html");
            await File.WriteAllTextAsync(file, html);
            await Visit(new Uri(file), test, options);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    /// <summary>The same with an address: a file's, or one of this machine, whose origin the page may then talk to.</summary>
    public async Task Visit(Uri address, Func<Tab, Task> test, TabOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(test);
        if (!address.IsFile && !address.IsLoopback)
        {
            throw new ArgumentException($"The address is '{address}'. Expected a file or a page of this machine.", nameof(address));
        }

        SkipWithoutBrowser();
        await using var tab = await Tab.OpenAsync(browser!, address, options ?? new TabOptions()).WaitAsync(VisitLimit);
        try
        {
            await test(tab).WaitAsync(VisitLimit);
        }
        catch (Exception fault) when (tab.Problems.Count > 0)
        {
            throw new InvalidOperationException($"{fault.Message}\nThe page also had problems:\n{string.Join('\n', tab.Problems)}", fault);
        }

        Assert.True(tab.Problems.Count == 0, $"The page had problems:\n{string.Join('\n', tab.Problems)}");
    }

    /// <summary>Skips the test where there is no browser, or fails it where one is required.</summary>
    public void SkipWithoutBrowser()
    {
        Assert.False(browser is null && Chromium.IsRequired, Chromium.Missing);
        Skip.If(browser is null, Chromium.Missing);
    }

    public async Task DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.CloseAsync().WaitAsync(StartLimit);
        }

        driver?.Dispose();
    }
}

/// <summary>One browser for the whole assembly, one test after another.</summary>
[CollectionDefinition(Browser.Shared)]
public sealed class SharedBrowser : ICollectionFixture<Browser>;
