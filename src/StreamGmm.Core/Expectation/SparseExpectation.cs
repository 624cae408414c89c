using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using StreamGmm.Kernels;

namespace StreamGmm;

/// <summary>The E-step of a section of the samples in which components that cannot matter are left out: each row has the component that it seems to belong to, and each component a list of the other rows that it may matter to.</summary>
internal sealed class SparseExpectation : IDisposable
{
    private const int Register = SkipKernels.Register;

    /// <summary>The rows put side by side for a sum: enough that ending it costs little, few enough for the first-level cache.</summary>
    private const int PanelRows = 64 * Register;

    /// <summary>The distance from an axis of <see cref="Panel"/> to the next: not a power of two, so that the axes do not all fall in one set of the cache.</summary>
    public const int PanelStride = PanelRows + Register;

    private readonly int components;
    private readonly int dimension;
    private readonly double[] means;
    private readonly AlignedBuffer<double> own;
    private readonly AlignedBuffer<double> logDensity;
    private readonly AlignedBuffer<double> sums;
    private readonly AlignedBuffer<double> ofOne;
    private readonly AlignedBuffer<double> panel;
    private readonly AlignedBuffer<double> shares;
    private readonly AlignedBuffer<double> scratch;
    private readonly ushort[] gathered = new ushort[PanelRows + Register];
    private readonly ushort[] near;
    private readonly int[] firsts;
    private readonly ListedRows listed;
    private AlignedBuffer<double> scores = new(0);
    private int pairs;

    public SparseExpectation(int dimension, int components, int rows)
    {
        (this.components, this.dimension) = (components, dimension);
        Section = new SortedSection(dimension, components, rows);
        var length = Section.RowLength;
        means = new double[components * length];
        var filled = SkipKernels.RoundUp(rows);
        (own, logDensity, sums, ofOne) = (new AlignedBuffer<double>(filled), new AlignedBuffer<double>(filled), new AlignedBuffer<double>(filled), new AlignedBuffer<double>(filled));
        (panel, shares) = (new AlignedBuffer<double>(length * PanelStride), new AlignedBuffer<double>(PanelStride));
        scratch = new AlignedBuffer<double>(Math.Max(length * TileKernels<double>.Panel, 4 * PanelStride));
        (near, firsts) = (new ushort[components + (2 * Register)], new int[components + 1]);
        listed = new ListedRows(components, rows);
    }

    /// <summary>The rows.</summary>
    public SortedSection Section { get; }

    /// <summary>ln p of each row; where it is labelled, the score of its component.</summary>
    public ReadOnlySpan<double> LogDensity => logDensity.Span[..Section.Weights.Length];

    /// <summary>Rows put side by side by <see cref="Gather"/>, D × stride.</summary>
    public ReadOnlySpan<double> Panel => panel.Span;

    /// <summary>Responsibility × weight of the rows in the panel.</summary>
    public ReadOnlySpan<double> Shares => shares.Span;

    /// <summary>Memory for the kernels.</summary>
    public Span<double> Scratch => scratch.Span;

    /// <summary>The share of all pairs of a row and a component that was listed.</summary>
    public double Share => pairs / ((double)components * Section.Weighted);

    /// <summary>Loads rows, and lists what may matter to them; false where that is more than the plan wants.</summary>
    public bool TryList(SkippingPlan plan, GaussianMixture mixture, Samples samples, int start, int rows, ReadOnlySpan<double> origin)
    {
        for (var k = 0; k < components; k++)
            TensorPrimitives.Subtract(mixture.Means.Row(k), origin, means.AsSpan(k * Section.RowLength, dimension));

        Section.Load(plan.Discriminants, samples, start, rows, origin);
        var most = plan.MostShare * components * Section.Weighted;
        pairs = Section.Weighted;
        listed.Lengths.Clear();
        for (var k = 0; k < components && (plan.IsForced || pairs <= most); k++)
            List(plan.Separation, mixture, k);
        return plan.IsForced || pairs <= most;
    }

    /// <summary>Evaluates the pairs listed; false where a sample is so far away from all components that every squared distance overflows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryEvaluate(SkippingPlan plan, GaussianMixture mixture)
    {
        Score(mixture);
        var mine = own.Span[..Section.Weights.Length];
        var max = logDensity.Span[..mine.Length];
        var sum = sums.Span[..mine.Length];
        mine.CopyTo(max);
        for (var k = 0; k < components; k++)
        {
            var list = listed.Of(k);
            var s = Scores(k)[..list.Length];
            for (var e = 0; e < s.Length; e++)
            {
                if (s[e] > max[list[e]])
                    max[list[e]] = s[e];
            }
        }

        if (max.Contains(double.NegativeInfinity))
            return false;

        var least = -plan.Separation.Limit;
        TensorPrimitives.Subtract(mine, max, mine);
        SkipKernels.Best.Exp(mine, least);
        mine.CopyTo(sum);
        for (var k = 0; k < components; k++)
            AddTerms(k, max, sum, least);
        SkipKernels.Best.EndNormalizing(max, sum, Section.Weights);
        TensorPrimitives.Multiply(mine, sum, mine);
        TileKernels<double>.Best.Raise(max, max.Length, mixture.Factors.Common);
        return true;
    }

    /// <summary>Puts the next rows of a component side by side; gives their number, 0 when there are no more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Gather(int component, ref int place)
    {
        var home = Section.Of(component);
        var list = listed.Of(component);
        var s = Scores(component);
        var r = shares.Span;
        var count = 0;
        for (; place < home.Length && count < PanelRows; place++, count++)
            (gathered[count], r[count]) = (home[place], own.Span[home[place]]);
        var from = place - home.Length;
        var more = Math.Min(PanelRows - count, list.Length - from);
        if (more > 0)
        {
            var rows = list.Slice(from, more);
            rows.CopyTo(gathered.AsSpan(count));
            s = s.Slice(from, more);
            var to = r.Slice(count, more);
            var share = sums.Span;
            for (var e = 0; e < rows.Length; e++)
                to[e] = s[e] * share[rows[e]];
            place += more;
            count += more;
        }

        if (count == 0)
            return 0;
        var filled = SkipKernels.Fill(gathered, count);
        r[count..filled.Length].Clear();
        SkipKernels.Best.Turn(Section.Rows, Section.RowLength, filled, panel.Span, PanelStride);
        return filled.Length;
    }

    /// <summary>Writes ln p of each row; 0 for rows of weight 0, which were left out.</summary>
    public void CopyLogDensity(Span<double> destination)
    {
        for (var i = 0; i < destination.Length; i++)
            destination[i] = Section.Weights[i] > 0 ? LogDensity[i] : 0;
    }

    public void Dispose()
    {
        Section.Dispose();
        own.Dispose();
        logDensity.Dispose();
        sums.Dispose();
        ofOne.Dispose();
        panel.Dispose();
        shares.Dispose();
        scratch.Dispose();
        scores.Dispose();
    }

    private ReadOnlySpan<double> Mean(int component) => means.AsSpan(component * Section.RowLength, Section.RowLength);

    private Span<double> Scores(int component) => scores.Span[firsts[component]..firsts[component + 1]];

    /// <summary>Lists the components that may matter to the rows of a component. A row whose responsibilities are known asks for nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void List(Separation separation, GaussianMixture mixture, int home)
    {
        var rows = Section.Of(home);
        if (rows.IsEmpty)
            return;
        var filled = Section.FilledOf(home);
        var score = ofOne.Span[..filled.Length];
        SkipKernels.Best.Scores(Section.Rows, filled, Mean(home), dimension, mixture.Factors.Inverse(home), mixture.Factors.Constant(home), scratch.Span, score);
        var mine = own.Span;
        for (var e = 0; e < rows.Length; e++)
            mine[rows[e]] = score[e];
        score[rows.Length..].Fill(double.PositiveInfinity);
        for (var e = 0; Section.HasLabels && e < rows.Length; e++)
            score[e] = Section.IsLabelled(rows[e]) ? double.PositiveInfinity : score[e];
        SkipKernels.Best.List(Section.Rows, filled, score, Mean(home), separation.From(home), listed, near, scratch.Span);
        pairs = Section.Weighted + TensorPrimitives.Sum<int>(listed.Lengths);
    }

    /// <summary>The scores of the rows listed, component after component. Rows of weight 0 score 0.</summary>
    private void Score(GaussianMixture mixture)
    {
        for (var k = 0; k < components; k++)
            firsts[k + 1] = firsts[k] + SkipKernels.RoundUp(listed.Lengths[k]);
        if (scores.Span.Length < firsts[^1])
        {
            scores.Dispose();
            scores = new AlignedBuffer<double>(firsts[^1] + (firsts[^1] / 4));
        }

        for (var k = 0; k < components; k++)
            SkipKernels.Best.Scores(Section.Rows, listed.Filled(k), Mean(k), dimension, mixture.Factors.Inverse(k), mixture.Factors.Constant(k), scratch.Span, Scores(k));
        var weights = Section.Weights;
        for (var i = 0; i < weights.Length && Section.Weighted < weights.Length; i++)
            own.Span[i] = weights[i] > 0 ? own.Span[i] : 0;
    }

    /// <summary>Adds exp(score − max) of the rows of a component to their sums; those it does not matter to leave the list.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddTerms(int component, ReadOnlySpan<double> max, Span<double> sum, double least)
    {
        var list = listed.Of(component);
        var s = Scores(component);
        for (var e = 0; e < list.Length; e++)
            s[e] -= max[list[e]];
        s[list.Length..].Clear();
        SkipKernels.Best.Exp(s, least);
        var count = 0;
        for (var e = 0; e < list.Length; e++)
        {
            var (row, term) = (list[e], s[e]);
            sum[row] += term;
            (list[count], s[count]) = (row, term);
            count += term > 0 ? 1 : 0;
        }

        listed.Lengths[component] = count;
    }
}
