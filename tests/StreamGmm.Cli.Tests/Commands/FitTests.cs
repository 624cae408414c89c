using System.Text.Json;
using Spectre.Console;
using StreamGmm.Cli.Input;
using StreamGmm.Cli.Output;

namespace StreamGmm.Cli.Tests.Commands;

public class FitTests
{
    private static readonly string Faithful = Folder.Data("faithful.csv");

    [Fact]
    public void The_object_has_the_properties_of_the_contract_in_their_order() => Assert.Equal(
        ["status", "iterations", "evaluations", "samples", "dimension", "logLikelihood", "totalLogLikelihood", "parameters", "aic", "bic", "trace", "seconds", "mixture"],
        Fit("--components", "2").EnumerateObject().Select(property => property.Name));

    [Fact]
    public void Its_numbers_fit_together()
    {
        var fit = Fit("--components", "2", "--seeding", "k-means++", "--seed", "3");

        Assert.Equal("converged", fit.GetProperty("status").GetString());
        Assert.Equal((272, 2, 11), (fit.GetProperty("samples").GetInt32(), fit.GetProperty("dimension").GetInt32(), fit.GetProperty("parameters").GetInt32()));
        var mean = fit.GetProperty("logLikelihood").GetDouble();
        var total = fit.GetProperty("totalLogLikelihood").GetDouble();
        Assert.Equal(mean * 272, total, 1e-9);
        Assert.Equal(22 - (2 * total), fit.GetProperty("aic").GetDouble(), 1e-9);
        Assert.Equal((11 * Math.Log(272)) - (2 * total), fit.GetProperty("bic").GetDouble(), 1e-9);
        Assert.Equal(fit.GetProperty("iterations").GetInt32() + 1, fit.GetProperty("evaluations").GetInt32());
        Assert.Equal(["load", "initialize", "iterate"], fit.GetProperty("seconds").EnumerateObject().Select(p => p.Name));
        Assert.All(fit.GetProperty("seconds").EnumerateObject(), p => Assert.True(p.Value.GetDouble() >= 0));
    }

    [Fact]
    public void The_trace_begins_with_the_start_and_ends_with_the_result()
    {
        var start = Fit("--components", "3", "--seed", "5", "--seeding", "random", "--max-iterations", "0");
        var fit = Fit("--components", "3", "--seed", "5", "--seeding", "random");

        var trace = fit.GetProperty("trace").EnumerateArray().Select(x => x.GetDouble()).ToArray();
        Assert.Equal("limit-reached", start.GetProperty("status").GetString());
        Assert.Equal(start.GetProperty("logLikelihood").GetDouble(), trace[0]);
        Assert.Equal(fit.GetProperty("logLikelihood").GetDouble(), trace[^1]);
        Assert.Equal(fit.GetProperty("iterations").GetInt32(), trace.Length - 1);
    }

    [Fact]
    public void The_trace_is_that_of_the_best_restart()
    {
        string[] how = ["--components", "4", "--seeding", "random", "--restarts"];
        var best = Fit([.. how, "6"]);
        var first = Fit([.. how, "1"]);

        var trace = best.GetProperty("trace").EnumerateArray().Select(x => x.GetDouble()).ToArray();
        Assert.Equal(best.GetProperty("logLikelihood").GetDouble(), trace[^1]);
        Assert.Equal(best.GetProperty("iterations").GetInt32(), trace.Length - 1);
        Assert.True(trace[^1] >= first.GetProperty("logLikelihood").GetDouble());
        Assert.All(trace.Zip(trace.Skip(1)), pair => Assert.True(pair.Second > pair.First - 1e-9));
    }

    [Fact]
    public void A_rank_that_leaves_no_noise_is_refused() => CommandLine.Run("fit", Faithful, "--components", "2", "--shape", "low-rank:2")
        .Refused("A covariance of rank 2 needs more than 2 features, there are 2: take a smaller rank.");

    [Theory]
    [InlineData("full")]
    [InlineData("tied")]
    [InlineData("diagonal")]
    [InlineData("spherical")]
    [InlineData("low-rank:1")]
    public void Tolerance_0_runs_exactly_the_iterations_asked_for(string shape)
    {
        var fit = Fit("--components", "2", "--shape", shape, "--tolerance", "0", "--max-iterations", "37", "--acceleration", "none");

        Assert.Equal(("limit-reached", 37, 38), (fit.GetProperty("status").GetString(), fit.GetProperty("iterations").GetInt32(), fit.GetProperty("evaluations").GetInt32()));
        Assert.Equal(shape, fit.GetProperty("mixture").GetProperty("shape").GetString());
    }

    [Theory]
    [InlineData("squarem")]
    [InlineData("hybrid")]
    public void Accelerated_the_trace_never_falls_and_evaluations_count_leaps_that_failed_too(string acceleration)
    {
        string[] how = ["--components", "4", "--seeding", "random", "--seed", "3", "--regularization", "absolute:0", "--tolerance", "0", "--max-iterations", "60"];
        var plain = Fit([.. how, "--acceleration", "none"]);
        var fit = Fit([.. how, "--acceleration", acceleration]);
        double[] trace = [.. fit.GetProperty("trace").EnumerateArray().Select(l => l.GetDouble())];

        Assert.All(trace.Zip(trace.Skip(1)), pair => Assert.True(pair.Second >= pair.First - 1e-12 * (1 + Math.Abs(pair.First))));
        Assert.Equal((60, 61), (fit.GetProperty("iterations").GetInt32(), trace.Length));
        Assert.InRange(fit.GetProperty("evaluations").GetInt32(), 61, 121);
        Assert.True(trace[^1] > plain.GetProperty("logLikelihood").GetDouble());
    }

    [Theory]
    [InlineData("k-means")]
    [InlineData("k-means++")]
    [InlineData("random")]
    [InlineData("small-em")]
    public void The_number_of_threads_changes_no_bit(string seeding)
    {
        string Fitted(string threads) => WithoutSeconds(CommandLine.Run(
            "fit", Folder.Data("varied.csv.gz"), "--columns", "x,y", "--components", "3", "--seeding", seeding, "--threads", threads, "--json").Done().Output);

        Assert.Equal(Fitted("1"), Fitted("2"));
        Assert.Equal(Fitted("1"), Fitted("3"));
    }

    [Fact]
    public void Weights_and_labels_are_no_features()
    {
        using var folder = new Folder();
        var data = folder.Write("data.csv", "x,w,z\n1,2,0\n2,1,\n3,0.5,-1\n11,1,1\n12,2,\n13,1,-1\n");

        var fit = CommandLine.Run("fit", data, "--components", "2", "--weights", "w", "--labels", "z", "--json").Done().Json;
        Assert.Equal((1, 6), (fit.GetProperty("dimension").GetInt32(), fit.GetProperty("samples").GetInt32()));
        Assert.Equal(7.5, fit.GetProperty("totalLogLikelihood").GetDouble() / fit.GetProperty("logLikelihood").GetDouble(), 1e-9);
        Assert.Equal("""["x"]""", fit.GetProperty("mixture").GetProperty("columns").GetRawText());
        Assert.True(fit.GetProperty("mixture").GetProperty("means")[0][0].GetDouble() < 5);
    }

    [Fact]
    public void A_weight_of_three_is_three_rows()
    {
        using var folder = new Folder();
        var weighted = folder.Write("weighted.csv", "x,w\n1,3\n2,1\n5,1\n6,2\n7,0\n");
        var repeated = folder.Write("repeated.csv", "x\n1\n1\n1\n2\n5\n6\n6\n");
        var start = folder.Write("start.json", """{"format":"streamgmm.mixture","version":1,"shape":"spherical","weights":[0.5,0.5],"means":[[0],[8]],"covariances":[1,1]}""");

        var a = CommandLine.Run("fit", weighted, "--weights", "w", "--init", start, "--json").Done().Json;
        var b = CommandLine.Run("fit", repeated, "--init", start, "--json").Done().Json;
        Assert.Equal(b.GetProperty("bic").GetDouble(), a.GetProperty("bic").GetDouble(), 1e-9);
        Assert.Equal(b.GetProperty("logLikelihood").GetDouble(), a.GetProperty("logLikelihood").GetDouble(), 1e-12);
    }

    [Fact]
    public void A_degenerate_fit_is_done_with_a_warning()
    {
        using var folder = new Folder();
        var data = folder.Write("data.csv", "x,y\n1,1\n1,1\n1,1\n1,1\n");
        var start = folder.Write("start.json", """{"format":"streamgmm.mixture","version":1,"shape":"full","weights":[1],"means":[[0,0]],"covariances":[[[1,0],[0,1]]]}""");

        var outcome = CommandLine.Run("fit", data, "--init", start, "--regularization", "absolute:0", "--json", "--quiet", "--save", folder["kept.json"]);
        Assert.Equal(0, outcome.Exit);
        Assert.StartsWith("Warning: the fit is degenerate", Assert.Single(outcome.Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
        Assert.Equal("degenerate", outcome.Json.GetProperty("status").GetString());
        Assert.Equal(["component", "reason", "repair"], outcome.Json.GetProperty("degeneracy").EnumerateObject().Select(p => p.Name));
        Assert.Equal(1, outcome.Json.GetProperty("trace").GetArrayLength());
        Assert.True(File.Exists(folder["kept.json"]));
    }

    [Fact]
    public void A_component_without_samples_is_warned_of()
    {
        using var folder = new Folder();
        var data = folder.Write("data.csv", "x\n1\n2\n3\n");
        var start = folder.Write("start.json", """{"format":"streamgmm.mixture","version":1,"shape":"spherical","weights":[0.5,0.5],"means":[[2],[1e9]],"covariances":[1,1]}""");

        var outcome = CommandLine.Run("fit", data, "--init", start, "--quiet");
        Assert.Equal((0, "Warning: component 1 has no samples: it kept the mean and covariance it started with. Use fewer components.\n"), (outcome.Exit, outcome.Error));
    }

    [Fact]
    public void Columns_that_are_text_are_named_on_standard_error()
    {
        using var folder = new Folder();
        var data = folder.Write("data.csv", "name,x,kind\na,1,k\nb,2,k\nc,4,k\n");

        var outcome = CommandLine.Run("fit", data, "--components", "1", "--json");
        Assert.Equal(0, outcome.Exit);
        Assert.Contains("'name', 'kind'", Assert.Single(outcome.Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
        Assert.Equal("", CommandLine.Run("fit", data, "--components", "1", "--json", "--quiet").Error);
    }

    [Fact]
    public void Without_json_there_is_a_plain_summary()
    {
        var lines = CommandLine.Run("fit", Faithful, "--components", "2").Done().Lines;

        Assert.StartsWith("converged after ", lines[0], StringComparison.Ordinal);
        Assert.Contains("K = 2, D = 2, full from 272 samples", lines[0], StringComparison.Ordinal);
        Assert.Contains("11 parameters, AIC 2282.5", lines[1], StringComparison.Ordinal);
        Assert.Equal(4, lines.Length);
        Assert.Contains("eruptions 2.03", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void At_a_terminal_there_is_a_table()
    {
        var text = CommandLine.RunOnScreen("fit", Faithful, "--components", "2").Done().Output;

        Assert.Contains("component", text, StringComparison.Ordinal);
        Assert.Contains("waiting", text, StringComparison.Ordinal);
        Assert.Contains("converged after", text, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Object, CommandLine.RunOnScreen("fit", Faithful, "--components", "2", "--json").Done().Json.ValueKind);
    }

    [Theory]
    [InlineData(47, false)]
    [InlineData(48, true)]
    public void At_a_narrow_terminal_there_are_plain_lines(int width, bool isTable)
    {
        var report = FitReport.Of(DataFile.Read(Faithful), new FitOptions(2), TimeSpan.Zero, _ => { }, CancellationToken.None);
        using var screen = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(screen) });
        console.Profile.Width = width;

        FitText.Show(console, report);
        Assert.Equal(!isTable, screen.ToString().Contains("component 0: weight", StringComparison.Ordinal));
        Assert.Equal(isTable, screen.ToString().Contains('│', StringComparison.Ordinal));
    }

    [Fact]
    public void Quiet_leaves_nothing_but_the_file()
    {
        using var folder = new Folder();

        Assert.Equal("", CommandLine.Run("fit", Faithful, "--components", "2", "--quiet", "--save", folder["m.json"]).Done().Output);
        Assert.Equal("", CommandLine.RunOnScreen("fit", Faithful, "--components", "2", "--quiet").Done().Output);
        Assert.Equal(["m.json"], folder.Names);
    }

    [Fact]
    public void What_is_saved_is_what_is_printed()
    {
        using var folder = new Folder();

        var printed = CommandLine.Run("fit", Faithful, "--components", "2", "--json", "--save", folder["m.json"]).Done().Json.GetProperty("mixture").GetRawText();
        Assert.Equal(printed + "\n", File.ReadAllText(folder["m.json"]));
        Assert.EndsWith("""
            "columns":["eruptions","waiting"]}
            """, printed, StringComparison.Ordinal);
    }

    [Fact]
    public void A_saved_mixture_can_be_gone_on_from()
    {
        using var folder = new Folder();
        string[] plain = ["--tolerance", "0", "--acceleration", "none", "--seed", "2", "--json"];
        CommandLine.Run(["fit", Faithful, "--components", "3", "--max-iterations", "4", "--save", folder["m.json"], .. plain]).Done();

        var whole = CommandLine.Run(["fit", Faithful, "--components", "3", "--max-iterations", "9", .. plain]).Done().Json;
        var rest = CommandLine.Run(["fit", Faithful, "--init", folder["m.json"], "--components", "3", "--shape", "full", "--max-iterations", "5", .. plain]).Done().Json;
        Assert.Equal(whole.GetProperty("mixture").GetRawText(), rest.GetProperty("mixture").GetRawText());
    }

    [Fact]
    public void Standard_input_is_read_where_data_is_a_dash()
    {
        var file = CommandLine.Run("fit", Faithful, "--components", "2", "--json").Done().Output;

        Assert.Equal(WithoutSeconds(file), WithoutSeconds(CommandLine.RunWith(File.ReadAllText(Faithful), "fit", "-", "--components", "2", "--json").Done().Output));
    }

    [SkippableFact]
    public void A_save_that_would_fail_is_refused_before_the_fit()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Other systems have other limits.");
        using var folder = new Folder();
        var old = folder.Write("m.json", "old");

        // The temporary file beside it would have a name longer than a file system takes.
        var name = new string('m', 250) + ".json";
        CommandLine.Run("fit", Faithful, "--components", "2", "--save", folder[name], "--json").Refused("cannot be written", "Name another place with --save.");
        Assert.Equal(["m.json"], folder.Names);
        Assert.Equal("old", File.ReadAllText(old));
    }

    [SkippableFact]
    public void A_save_that_fails_tells_of_the_old_file_where_there_is_one()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Other systems have other limits.");
        using var folder = new Folder();
        var saved = new SavedMixture(Gmm.Fit(DataFile.Read(Faithful).Samples, new FitOptions(1)).Mixture);
        var name = new string('m', 250);

        var first = Assert.Throws<IOException>(() => ModelFile.Save(saved, folder[name])).Message;
        folder.Write(name, "old");
        var second = Assert.Throws<IOException>(() => ModelFile.Save(saved, folder[name])).Message;
        Assert.Equal(first.Replace("Name another", "The old file there is as it was. Name another", StringComparison.Ordinal), second);
        Assert.DoesNotContain(".tmp", second, StringComparison.Ordinal);
    }

    private static JsonElement Fit(params string[] how) => CommandLine.Run(["fit", Faithful, .. how, "--json"]).Done().Json;

    private static string WithoutSeconds(string json) => json[..json.IndexOf("\"seconds\"", StringComparison.Ordinal)] + json[json.IndexOf("\"mixture\"", StringComparison.Ordinal)..];
}
