using System.Numerics;
using StreamGmm.Kernels;

namespace StreamGmm;

/// <summary>The E-step of a section of the samples in which components that cannot matter are left out: sorted samples, and for each register of them a list of the components that may matter.</summary>
internal sealed class SparseExpectation<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The registers put side by side for a sum: enough that ending it costs little, few enough for the first-level cache.</summary>
    private const int PanelRegisters = 64;

    /// <summary>The distance from an axis of <see cref="Panel"/> to the next.</summary>
    public static readonly int PanelStride = (PanelRegisters + 1) * SortedSection<T>.Register;

    private static readonly int Register = SortedSection<T>.Register;

    private readonly int components;
    private readonly int dimension;
    private readonly T[] means;
    private readonly AlignedBuffer<T> own;
    private readonly AlignedBuffer<T> limits;
    private readonly AlignedBuffer<T> logDensity;
    private readonly AlignedBuffer<T> panel;
    private readonly AlignedBuffer<T> shares;
    private readonly AlignedBuffer<T> scratch;
    private readonly int[] numbers;
    private readonly int[] second;
    private readonly int[] near;
    private int nearCount;
    private readonly ListedPairs listed;
    private AlignedBuffer<T> scores = new(0);
    private bool[] isGone = [];

    public SparseExpectation(int dimension, int components, int rows)
    {
        (this.components, this.dimension) = (components, dimension);
        Section = new SortedSection<T>(dimension, components, rows);
        means = new T[components * dimension];
        var samples = Section.MostRegisters * Register;
        (own, limits, logDensity) = (new AlignedBuffer<T>(samples), new AlignedBuffer<T>(samples), new AlignedBuffer<T>(samples));
        (panel, shares) = (new AlignedBuffer<T>(dimension * PanelStride), new AlignedBuffer<T>(PanelStride));
        scratch = new AlignedBuffer<T>(Math.Max(dimension * TileKernels<T>.Panel, 4 * PanelStride));
        numbers = [.. Enumerable.Range(0, Math.Max(Section.MostRegisters, PanelRegisters))];
        (near, second) = (new int[components + 1], new int[components + 1]);
        listed = new ListedPairs(components, Section.MostRegisters);
    }

    /// <summary>The samples, sorted.</summary>
    public SortedSection<T> Section { get; }

    /// <summary>ln p of each sample; where it is labelled, the score of its component.</summary>
    public ReadOnlySpan<T> LogDensity => logDensity.Span[..(Section.Registers * Register)];

    /// <summary>Samples put side by side by <see cref="Gather"/>, D × stride.</summary>
    public ReadOnlySpan<T> Panel => panel.Span;

    /// <summary>Responsibility × weight of the samples in the panel.</summary>
    public ReadOnlySpan<T> Shares => shares.Span;

    /// <summary>Memory for the kernels.</summary>
    public Span<T> Scratch => scratch.Span;

    /// <summary>The share of all pairs of a row and a component that was listed.</summary>
    public double Share { get; private set; }

    /// <summary>Loads rows, and lists what may matter to them; false where that is more than the plan wants.</summary>
    /// <param name="plan">What may be left out.</param>
    /// <param name="mixture">The mixture.</param>
    /// <param name="samples">The samples.</param>
    /// <param name="start">The first of the rows.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="origin">What values are relative to.</param>
    /// <param name="isProbe">Counts full and filled-up registers alike: of a few rows a component has no full ones.</param>
    public bool TryList(SkippingPlan plan, GaussianMixture mixture, Samples samples, int start, int rows, ReadOnlySpan<double> origin, bool isProbe)
    {
        for (var k = 0; k < components; k++)
        {
            var mean = mixture.Means.Row(k);
            var relative = means.AsSpan(k * dimension, dimension);
            for (var j = 0; j < relative.Length; j++)
                relative[j] = T.CreateTruncating(mean[j] - origin[j]);
        }

        var weighted = Section.Load(plan.Discriminants, samples, start, rows, origin);
        SetLimits(mixture, plan.Separation.Limit);
        var most = plan.MostShare * components * (isProbe ? Section.Registers : (double)weighted / Register);
        listed.Clear();
        for (var g = 0; g < Section.Registers && (plan.IsForced || listed.Count <= most);)
        {
            if (g == 0 || Section.Home(g) != Section.Home(g - 1))
                ListNear(plan.Separation, mixture, g);
            g += List(plan.Separation, g);
        }

        Share = (double)listed.Count * Register / ((double)components * weighted);
        return plan.IsForced || listed.Count <= most;
    }

    /// <summary>Evaluates the pairs listed; false where a sample is so far away from all components that every squared distance overflows.</summary>
    public bool TryEvaluate(SkippingPlan plan, GaussianMixture mixture)
    {
        listed.Invert();
        if (isGone.Length < listed.Count)
        {
            scores.Dispose();
            (scores, isGone) = (new AlignedBuffer<T>(2 * listed.Count * Register), new bool[2 * listed.Count]);
        }

        for (var k = 0; k < components; k++)
            TileKernels<T>.Best.RegisterScores(Section.Values, listed.RegistersOf(k), Mean(k), mixture.Factors.Inverse<T>(k), mixture.Factors.Constant(k), scratch.Span, scores.Span[(listed.First(k) * Register)..]);

        var reached = true;
        for (var g = 0; g < Section.Registers; g++)
            reached &= TileKernels<T>.Best.Normalize(scores.Span, listed.PlacesOf(g), plan.Separation.Limit, Section.Weights.Slice(g * Register, Register), logDensity.Span.Slice(g * Register, Register), isGone);
        SetLabelled();
        TileKernels<T>.Best.Raise(logDensity.Span, LogDensity.Length, mixture.Factors.Common);
        return reached;
    }

    /// <summary>Puts the next samples of a component side by side, those with a responsibility other than 0; gives their number, 0 when there are no more.</summary>
    public int Gather(int component, ref int place)
    {
        Span<int> some = stackalloc int[PanelRegisters];
        var count = 0;
        var first = listed.First(component);
        var registers = listed.RegistersOf(component);
        for (; place < registers.Length && count < PanelRegisters; place++)
        {
            if (isGone[first + place])
                continue;
            scores.Span.Slice((first + place) * Register, Register).CopyTo(shares.Span[(count * Register)..]);
            some[count++] = registers[place];
        }

        TileKernels<T>.Best.Gather(Section.Values, dimension, some[..count], panel.Span, PanelStride);
        return count * Register;
    }

    /// <summary>Writes ln p of each row in the order of the samples; 0 for rows of weight 0, which were left out.</summary>
    public void CopyLogDensity(Span<double> destination)
    {
        destination.Clear();
        for (var i = 0; i < LogDensity.Length; i++)
        {
            if (Section.Row(i) >= 0)
                destination[Section.Row(i)] = double.CreateTruncating(LogDensity[i]);
        }
    }

    public void Dispose()
    {
        Section.Dispose();
        own.Dispose();
        limits.Dispose();
        logDensity.Dispose();
        panel.Dispose();
        shares.Dispose();
        scratch.Dispose();
        scores.Dispose();
    }

    private ReadOnlySpan<T> Mean(int component) => means.AsSpan(component * dimension, dimension);

    /// <summary>What a score must reach to matter: little less than that of the sample's own component. A sample whose responsibilities are known asks for nothing.</summary>
    private void SetLimits(GaussianMixture mixture, double limit)
    {
        for (int g = 0, end; g < Section.Registers; g = end)
        {
            var k = Section.Home(g);
            for (end = g + 1; end < Section.Registers && Section.Home(end) == k; end++)
            {
            }

            TileKernels<T>.Best.RegisterScores(Section.Values, numbers.AsSpan(g..end), Mean(k), mixture.Factors.Inverse<T>(k), mixture.Factors.Constant(k), scratch.Span, own.Span[(g * Register)..]);
        }

        var scored = own.Span;
        var weights = Section.Weights;
        var to = limits.Span;
        var (known, below) = (Section.HasLabels, T.CreateTruncating(limit));
        for (var i = 0; i < weights.Length; i++)
            to[i] = weights[i] > T.Zero && !(known && Section.IsLabelled(i)) ? scored[i] - below : T.PositiveInfinity;
    }

    /// <summary>Lists the components that may matter to any sample of a home, whose first register is given.</summary>
    private void ListNear(Separation separation, GaussianMixture mixture, int g)
    {
        var home = Section.Home(g);
        var (lowest, least) = (double.PositiveInfinity, double.PositiveInfinity);
        for (var i = g * Register; i < LogDensity.Length && Section.Home(i / Register) == home; i++)
        {
            var limit = double.CreateTruncating(limits.Span[i]);
            if (limit < double.PositiveInfinity)
                (lowest, least) = (Math.Min(lowest, double.CreateTruncating(own.Span[i])), Math.Min(least, limit));
        }

        nearCount = separation.List(home, Math.Sqrt(2 * Math.Max(mixture.Factors.Constant(home) - lowest, 0)), least, near);
    }

    /// <summary>Lists the components that may matter to a register, or to two of the same home; gives how many registers that were.</summary>
    private int List(Separation separation, int g)
    {
        var home = Section.Home(g);
        if (IsCertain(g))
        {
            listed.Room(1)[0] = home;
            listed.Add(1);
            return 1;
        }

        var two = g + 1 < Section.Registers && Section.Home(g + 1) == home && !IsCertain(g + 1);
        var width = (two ? 2 : 1) * Register;
        var (first, other) = TileKernels<T>.Best.Candidates(
            Section.Values.Slice(g * Register * dimension, width * dimension), Mean(home), separation.Directions<T>(home), separation.Distances<T>(home), separation.Constants<T>(), near.AsSpan(0, nearCount), limits.Span.Slice(g * Register, width), scratch.Span, listed.Room(components + 1), second);
        listed.Add(first);
        if (!two)
            return 1;
        second.AsSpan(0, other).CopyTo(listed.Room(other));
        listed.Add(other);
        return 2;
    }

    /// <summary>Every sample of the register has a label.</summary>
    private bool IsCertain(int g) => Section.HasLabels && !limits.Span.Slice(g * Register, Register).ContainsAnyExcept(T.PositiveInfinity);

    /// <summary>A labelled sample is its component's alone, and counts with that component's score.</summary>
    private void SetLabelled()
    {
        for (var i = 0; Section.HasLabels && i < LogDensity.Length; i++)
        {
            if (!Section.IsLabelled(i))
                continue;
            var (g, lane) = (i / Register, i % Register);
            var places = listed.PlacesOf(g);
            var listedHere = listed.ComponentsOf(g);
            for (var e = 0; e < places.Length; e++)
            {
                var isOwn = listedHere[e] == Section.Home(g);
                scores.Span[(places[e] * Register) + lane] = isOwn ? Section.Weights[i] : T.Zero;
                isGone[places[e]] &= !isOwn;
            }

            logDensity.Span[i] = own.Span[i];
        }
    }
}
