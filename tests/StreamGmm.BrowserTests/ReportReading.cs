using System.Globalization;

namespace StreamGmm.BrowserTests;

/// <summary>Reading of a report's page: its own scales, and the pixels it drew.</summary>
internal static class ReportReading
{
    /// <summary>Opens a report; its views are drawn when the test begins.</summary>
    public static Task Visit(this Browser browser, Report report, Func<Tab, Task> test, TabOptions? options = null) => browser.Visit(
        report.ToHtml(),
        async tab =>
        {
            await tab.Until("Object.values(streamGmmReport.views).flatMap(view => view.curves ? Object.values(view.curves) : 'canvas' in view ? [view] : []).every(view => view.canvas?.width > 0)");
            await test(tab);
        },
        options);

    /// <summary>A number that a script gives.</summary>
    public static Task<double> Number(this Tab tab, string script) => tab.Evaluate<double>(script);

    /// <summary>Numbers that a script gives.</summary>
    public static Task<double[]> Numbers(this Tab tab, string script) => tab.Evaluate<double[]>(script);

    /// <summary>A script in which views are named v.scatter, v.histogram and so on; drawing is up to date.</summary>
    public static string InView(string expression) =>
        $"(() => {{ const v = streamGmmReport.views; for (const view of [v.scatter, v.histogram]) view?.draw(); return {expression}; }})()";

    /// <summary>Presses the toggles of a card that are not as wanted: only those named are on.</summary>
    public static async Task ShowOnly(this Tab tab, string card, params string[] names)
    {
        foreach (var toggle in await tab.Page.Locator($".{card} label.toggle").AllAsync())
        {
            var text = (await toggle.InnerTextAsync()).Trim();
            if (await toggle.IsVisibleAsync())
                await toggle.Locator("input").SetCheckedAsync(names.Any(name => text.StartsWith(name, StringComparison.Ordinal)));
        }
    }

    /// <summary>Chooses what a select of a card shows.</summary>
    public static Task Choose(this Tab tab, string card, string label, string value) =>
        tab.Page.Locator($".{card} label.choice:has(> span:text-is('{label}')) select").SelectOptionAsync(value);

    /// <summary>How far the best pixel within one CSS pixel of a place is from a colour: 0 to 255. Paler strokes are compared by their own red, green and blue.</summary>
    /// <param name="tab">The page.</param>
    /// <param name="view">A script for the view, as v.scatter.</param>
    /// <param name="place">A script for a place of the canvas in CSS pixels: [x, y].</param>
    /// <param name="color">A script for a colour of the style sheet.</param>
    public static Task<double> Off(this Tab tab, string view, string place, string color) => tab.Number(InView(string.Create(CultureInfo.InvariantCulture, $$"""
        (() => {
          const { canvas } = {{view}}, [x, y] = {{place}}, ratio = canvas.width / canvas.getBoundingClientRect().width, reach = Math.ceil(ratio);
          const probe = document.createElement('canvas').getContext('2d');
          probe.fillStyle = {{color}};
          const wanted = [1, 3, 5].map(at => parseInt(probe.fillStyle.slice(at, at + 2), 16)), side = 2 * reach + 1;
          const { data } = canvas.getContext('2d').getImageData(Math.floor(x * ratio) - reach, Math.floor(y * ratio) - reach, side, side);
          let off = 255;
          for (let at = 0; at < data.length; at += 4)
            if (data[at + 3] > 100) off = Math.min(off, Math.max(...wanted.map((part, n) => Math.abs(part - data[at + n]))));
          return off;
        })()
        """)));

    /// <summary>A colour of the page's style sheet, as a script.</summary>
    public static string Theme(string name) => $"getComputedStyle(document.documentElement).getPropertyValue('--{name}').trim()";
}
