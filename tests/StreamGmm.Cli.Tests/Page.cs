using System.Text.Json;

namespace StreamGmm.Cli.Tests;

/// <summary>A report as a page: what it shows stands in it as JSON.</summary>
internal static class Page
{
    /// <summary>What the page in a file shows.</summary>
    public static JsonElement Read(string path) => Parse(File.ReadAllText(path));

    public static JsonElement Parse(string html)
    {
        Assert.StartsWith("<!doctype html>", html, StringComparison.OrdinalIgnoreCase);
        Assert.EndsWith("</html>", html.TrimEnd(), StringComparison.OrdinalIgnoreCase);
        var tag = html.IndexOf("id=\"report\"", StringComparison.Ordinal);
        Assert.True(tag > 0, "The page has no data.");
        var start = html.IndexOf('>', tag) + 1;
        return JsonDocument.Parse(html[start..html.IndexOf("</script>", start, StringComparison.Ordinal)]).RootElement;
    }

    public static string Kind(this JsonElement page) => page.GetProperty("kind").GetString()!;

    public static string Title(this JsonElement page) => page.GetProperty("title").GetString()!;

    public static string[] Axes(this JsonElement page) => [.. page.GetProperty("axes").EnumerateArray().Select(axis => axis.GetProperty("name").GetString()!)];

    /// <summary>The number of all samples; null where there are none.</summary>
    public static int? Samples(this JsonElement page) =>
        page.TryGetProperty("samples", out var samples) && samples.ValueKind != JsonValueKind.Null ? samples.GetProperty("count").GetInt32() : null;

    public static bool Has(this JsonElement page, string name) => page.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    public static double[] Numbers(this JsonElement page, string part, string name) =>
        [.. page.GetProperty(part).GetProperty(name).EnumerateArray().Select(value => value.ValueKind == JsonValueKind.Null ? double.NaN : value.GetDouble())];

    public static string Notes(this JsonElement page) => string.Join('\n', page.GetProperty("notes").EnumerateArray().Select(note => note.GetString()));

    /// <summary>The mixture that can be copied from the page.</summary>
    public static GaussianMixture Mixture(this JsonElement page) =>
        SavedMixture.Read(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(page.GetProperty("model").GetRawText()))).Mixture;
}
