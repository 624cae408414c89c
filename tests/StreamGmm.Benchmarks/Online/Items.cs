using System.Reactive.Subjects;

namespace StreamGmm.Benchmarks.Online;

/// <summary>Single items, made beforehand, that a hot source gives one by one.</summary>
internal sealed class Items
{
    private readonly double[][] rows;

    private Items(double[][] rows) => this.rows = rows;

    public static Items Of(GaussianMixture truth, int count, int seed)
    {
        var samples = truth.Sample(count, seed);
        return new Items([.. Enumerable.Range(0, count).Select(i =>
        {
            var row = new double[truth.Dimension];
            samples.CopyRow(i, row);
            return row;
        })]);
    }

    /// <summary>Gives all items once; the subscription stays.</summary>
    public void Push(Subject<double[]> source)
    {
        foreach (var row in rows)
            source.OnNext(row);
    }
}
