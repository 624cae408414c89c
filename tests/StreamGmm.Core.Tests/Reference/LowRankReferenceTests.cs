using System.Globalization;
using System.IO.Compression;

namespace StreamGmm.Core.Tests.Reference;

/// <summary>Mixtures of probabilistic principal component analyzers against the same in numpy.</summary>
[Trait("Category", "Reference")]
public class LowRankReferenceTests
{
    private static readonly EmOptions Plain = new() { Regularization = Regularization.None, Tolerance = 0, MaxIterations = 19, Acceleration = Acceleration.None };

    public static TheoryData<string> Cases => ReferenceFile.Named("lowrank_");

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_fit_is_the_same_from_iteration_to_iteration(string name)
    {
        var file = ReferenceFile.Read(name);
        var pixels = Enumerable.Range(0, file["d"].GetInt32()).Select(j => $"p{j}").ToArray();
        var kept = file["rows"].GetString()!.Split('[', ']')[1].Split(',').Select(label => double.Parse(label, CultureInfo.InvariantCulture)).ToArray();
        var rows = file.Columns([.. pixels, "label"]).Where(row => kept.Contains(row[^1])).Select(row => row[..^1]).ToArray();
        Assert.Equal(file["n"].GetInt32(), rows.Length);

        var states = Fit(rows, file.Root.Integers("start_rows"), file["rank"].GetInt32());
        Close.Relatively(1e-9, file.Root.Doubles("mean_log_likelihood"), [.. states.Select(state => state.LogLikelihood)], "iteration");
        var last = states[^1].Mixture;
        var covariances = (Covariances.LowRank)last.Covariances;
        Close.Absolutely(1e-7, file.Root.Doubles("weights"), last.Weights.AsSpan(), "weight");
        Close.Relatively(1e-7, file.Root.Doubles("noise_variances"), covariances.Noise.AsSpan(), "noise");
        Close.Relatively(1e-7, file["top_eigenvalues"].Matrix().AsSpan(), covariances.Variances.AsSpan(), "variance");
        Close.Absolutely(1e-7, file["predict_proba_first10"].Matrix().AsSpan(), last.Responsibilities(Samples.From(rows[..10])).AsSpan(), "responsibility");
        Assert.Equal(file["free_parameters"].GetInt32(), last.ParameterCount);
    }

    [SkippableFact]
    public void Handwritten_twos_and_sixes_are_told_apart_by_ten_directions()
    {
        double[] expected =
        [
            254.97890274743264, 264.62567218609325, 270.2291049328446, 274.02223758104, 279.7174887167518, 285.7694099409004, 290.6073069469807, 297.4299222790396, 298.48954248104934, 299.136757217967,
            299.4698633468347, 299.5759682366422, 299.61791624007844, 299.6319653962929, 299.64424736195105, 299.64449791739383, 299.6478648797534, 299.64926889380394, 299.64926889380547, 299.64926889380587,
        ];
        using var text = new StreamReader(new GZipStream(File.OpenRead(LocalOnly.Require("mnist26.csv.gz")), CompressionMode.Decompress));
        _ = text.ReadLine();
        var lines = new List<double[]>();
        while (text.ReadLine() is { } line)
            lines.Add([.. line.Split(',').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))]);
        var rows = lines.Select(line => line[..^1].Select(pixel => pixel / 255).ToArray()).ToArray();

        var states = Fit(rows, [0, rows.Length - 1], 10);
        Close.Relatively(1e-9, expected, [.. states.Select(state => state.LogLikelihood)], "iteration");
        var assigned = states[^1].Mixture.Assign(Samples.From(rows));
        var wrong = Enumerable.Range(0, rows.Length).Count(i => assigned[i] != (lines[i][^1] == 2 ? 0 : 1));
        Assert.Equal(0.007537688442211055, Math.Min(wrong, rows.Length - wrong) / (double)rows.Length, 1e-12);
    }

    /// <summary>The states after an M-step from each row's nearest start row, and 19 iterations more.</summary>
    private static EmState[] Fit(double[][] rows, int[] starts, int rank)
    {
        var samples = Samples.From(rows);
        int[] nearest = [.. rows.Select(row => Enumerable.Range(0, starts.Length).MinBy(k => row.Zip(rows[starts[k]], (x, y) => (x - y) * (x - y)).Sum()))];
        var any = Some.Unit(CovarianceShape.LowRank(rank), RealMatrix.Create([.. starts.Select(i => RealVector.Create(rows[i]))]));
        var start = MStep.Maximize(EStep.Expect(any, samples.WithLabels(nearest), samples.Origin()), any, Regularization.None);
        return [.. Em.Iterate(Em.Start(start, samples, Plain), samples, Plain)];
    }
}
