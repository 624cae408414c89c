namespace StreamGmm.Core.Tests.Iteration;

/// <summary>Samples cut into blocks.</summary>
internal static class BlockCase
{
    public static readonly EmOptions Plain = new() { Regularization = Regularization.None, Tolerance = 0, MaxIterations = 4, Acceleration = Acceleration.None };

    /// <summary>So many blocks, as equal as can be.</summary>
    public static Func<IEnumerable<Samples>> Cut(Samples samples, int blocks) =>
        Cut(samples, Enumerable.Range(0, blocks + 1).Select(b => (int)((long)samples.Count * b / blocks)));

    /// <summary>Blocks of any sizes, none and one among them.</summary>
    public static Func<IEnumerable<Samples>> Cut(Samples samples, Draw draw) => Cut(
        samples,
        Enumerable.Range(0, 1 + draw.Integer(12)).Select(_ => draw.Integer(samples.Count + 1)).Append(draw.Integer(2)).Append(0).Append(samples.Count).Order());

    public static BlockState Fit(GaussianMixture start, Func<IEnumerable<Samples>> blocks, EmOptions? options = null) =>
        States(start, blocks, options).Last();

    public static BlockState[] States(GaussianMixture start, Func<IEnumerable<Samples>> blocks, EmOptions? options = null) =>
        [.. BlockEm.Iterate(BlockEm.Start(start, blocks, options ?? Plain), blocks, options ?? Plain)];

    private static Func<IEnumerable<Samples>> Cut(Samples samples, IEnumerable<int> ends)
    {
        var at = ends.ToArray();
        return () => at.Zip(at.Skip(1), (from, to) => samples.Slice(from, to - from));
    }
}
