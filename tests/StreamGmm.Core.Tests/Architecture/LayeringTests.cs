using System.Runtime.CompilerServices;

namespace StreamGmm.Core.Tests.Architecture;

public class LayeringTests
{
    /// <summary>The folders of the core in their order: each may use those before it.</summary>
    private static readonly string[] Layers =
    [
        "LinearAlgebra", "Data", "Model", "Statistics", "Kernels", "Expectation", "Maximization", "Initialization", "Iteration",
        "Online", "Density", "Selection", "Evaluation", "Inference", "Preprocessing", "Persistence",
    ];

    [Fact]
    public void The_code_of_the_core_mentions_only_types_of_its_own_folder_and_of_those_above()
    {
        var core = Path.Combine(Repository(), "src", "StreamGmm.Core");
        var sources = Directory.GetFiles(core, "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(core, path).Split(Path.DirectorySeparatorChar))
            .Where(parts => parts[0] is not ("obj" or "bin"))
            .Select(parts => (parts.Length > 1 ? parts[0] : "(no folder)", parts[^1], File.ReadAllText(Path.Combine([core, .. parts]))))
            .ToArray();
        Assert.True(sources.Length > 30, $"Only {sources.Length} files in {core}.");
        Assert.Empty(new Layering(Layers, sources).Violations());
    }

    [Fact]
    public void A_mention_of_a_lower_layer_is_found() => Assert.Equal(
        ["Top/Upper.cs mentions Lower, which is declared in Bottom."],
        Violations("internal sealed class Upper { Lower field; Upper self; }", "public static class Lower { Upper up; }"));

    [Theory]
    [InlineData("/// <see cref=\"Lower\"/>\npublic class Upper { }")]
    [InlineData("public class Upper { /* Lower */ int x; // Lower\n }")]
    [InlineData("public class Upper { string s = \"Lower\"; }")]
    [InlineData("public class Upper { string s = $\"Lower {1:F2} \\\" Lower\"; }")]
    [InlineData("public class Upper { string s = \"\"\"{ \"Lower\": 1 }\"\"\"; }")]
    [InlineData("public class Upper { int x = state.Lower; int Lowering; }")]
    public void Comments_strings_members_and_longer_names_are_no_mention(string upper) =>
        Assert.Empty(Violations(upper, "public record struct Lower(int X);"));

    [Theory]
    [InlineData("public readonly record struct Lower(int X);")]
    [InlineData("internal unsafe sealed class Lower<T>(int x) where T : struct { }")]
    [InlineData("public abstract record Lower { }")]
    [InlineData("public enum Lower { A }")]
    [InlineData("internal interface Lower { }")]
    [InlineData("internal delegate void Lower(int x);")]
    public void Every_kind_of_type_is_known(string lower)
    {
        Assert.Single(Violations("public class Upper { string s = \"a // b\"; Lower field; }", lower));
        Assert.Single(Violations("public class Upper { char c = '\"'; Lower field; char d = '\"'; }", lower));
        Assert.Single(Violations("public class Upper { string s = $\"{1}\"; StreamGmm.Lower field; }", lower));
    }

    [Fact]
    public void A_folder_that_is_no_layer_is_found() =>
        Assert.Equal(["Cellar/X.cs: Cellar is no layer."], new Layering(["Top"], [("Cellar", "X.cs", "public class X { }")]).Violations());

    private static IEnumerable<string> Violations(string upper, string lower) =>
        new Layering(["Top", "Bottom"], [("Top", "Upper.cs", upper), ("Bottom", "Lower.cs", lower)]).Violations();

    /// <summary>The folder with the solution, above this file or above the tests' output.</summary>
    private static string Repository([CallerFilePath] string here = "") =>
        new[] { here, AppContext.BaseDirectory }.Select(SolutionAbove).First(found => found is not null)!;

    private static string? SolutionAbove(string path)
    {
        for (var folder = Path.GetDirectoryName(path); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "StreamGmm.sln")))
                return folder;
        }

        return null;
    }
}
