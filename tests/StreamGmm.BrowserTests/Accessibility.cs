namespace StreamGmm.BrowserTests;

/// <summary>The accessibility check by axe-core.</summary>
public static class Accessibility
{
    private static readonly Lazy<string> Axe = new(() =>
    {
        using var reader = new StreamReader(typeof(Accessibility).Assembly.GetManifestResourceStream("axe.min.js")!);
        return reader.ReadToEnd();
    });

    /// <summary>Fails with the violations listed, each with its rule, what it asks for and the elements.</summary>
    public static async Task AssertAccessible(this Tab tab)
    {
        var violations = await tab.Violations();
        Assert.True(violations.Count == 0, $"axe-core found violations:\n{string.Join('\n', violations)}");
    }

    /// <summary>One text a violation of any rule of axe-core's, best practices included.</summary>
    public static async Task<IReadOnlyList<string>> Violations(this Tab tab)
    {
        ArgumentNullException.ThrowIfNull(tab);
        await tab.Page.EvaluateAsync(Axe.Value);
        return await tab.Evaluate<string[]>(
            """
            async () => (await axe.run(document, { resultTypes: ['violations'] })).violations.map(violation =>
              `${violation.id} (${violation.impact}): ${violation.help}\n` + violation.nodes.map(node => `  ${node.html}\n    ${node.failureSummary.replaceAll('\n', '\n    ')}`).join('\n'))
            """);
    }
}
