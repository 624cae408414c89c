using System.Runtime.InteropServices;
using System.Text.Json;

namespace StreamGmm.Reports.Tests;

/// <summary>What a page's scripts read, read back.</summary>
internal sealed class Payload
{
    private const string Start = "<script type=\"application/json\" id=\"report\">";

    private Payload(string json) => (Json, Root) = (json, JsonDocument.Parse(json).RootElement);

    public string Json { get; }

    public JsonElement Root { get; }

    public int Axes => Root.GetProperty("axes").GetArrayLength();

    /// <summary>The payload of a report's page, up to the first end tag: as a browser sees it.</summary>
    public static Payload Of(Report report)
    {
        var html = report.ToHtml();
        var start = html.IndexOf(Start, StringComparison.Ordinal) + Start.Length;
        return new Payload(html[start..html.IndexOf("</script", start, StringComparison.OrdinalIgnoreCase)]);
    }

    public static float[] Floats(JsonElement base64) => MemoryMarshal.Cast<byte, float>(base64.GetBytesFromBase64()).ToArray();

    public static int[] Integers(JsonElement base64) => MemoryMarshal.Cast<byte, int>(base64.GetBytesFromBase64()).ToArray();

    public static double[] Doubles(JsonElement array) => [.. array.EnumerateArray().Select(x => x.GetDouble())];

    /// <summary>Row i of the samples drawn, in the units of the data.</summary>
    public double[] DrawnRow(int i)
    {
        var values = Floats(Root.GetProperty("samples").GetProperty("values"));
        return [.. Root.GetProperty("axes").EnumerateArray().Select((axis, j) =>
            axis.GetProperty("center").GetDouble() + (axis.GetProperty("scale").GetDouble() * values[(i * Axes) + j]))];
    }

    /// <summary>The mixtures of all states, in page units.</summary>
    public IReadOnlyList<GaussianMixture> Mixtures()
    {
        var (numbers, m, at) = (Floats(Root.GetProperty("mixtures")), Axes, 0);
        var mixtures = new List<GaussianMixture>();
        foreach (var state in Root.GetProperty("states").EnumerateArray())
        {
            var k = state.GetProperty("components").GetInt32();
            var weights = RealVector.Create([.. numbers[at..(at + k)].Select(x => (double)x)]);
            at += k;
            var means = RealMatrix.Create(k, m, [.. numbers[at..(at + (k * m))].Select(x => (double)x)]);
            at += k * m;
            var covariances = new List<RealMatrix>();
            for (var c = 0; c < k; c++, at += m * (m + 1) / 2)
            {
                var triangle = numbers[at..];
                double L(int j, int l) => triangle[(j * (j + 1) / 2) + l];
                covariances.Add(RealMatrix.Create(m, m, matrix =>
                {
                    for (var j = 0; j < m; j++)
                    {
                        for (var l = 0; l <= j; l++)
                            matrix[(j * m) + l] = matrix[(l * m) + j] = Enumerable.Range(0, l + 1).Sum(i => L(j, i) * L(l, i));
                    }
                }));
            }

            mixtures.Add(new GaussianMixture(weights, means, new Covariances.Full(covariances)));
        }

        Assert.Equal(numbers.Length, at);
        return mixtures;
    }
}
