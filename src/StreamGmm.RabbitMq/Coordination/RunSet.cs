namespace StreamGmm;

/// <summary>A set of places, kept as runs that are each as long as can be: the first long enough is found without a look at the others.</summary>
internal sealed class RunSet
{
    private readonly SortedSet<int>?[] runs = new SortedSet<int>?[Run.MostHeight + 1];
    private readonly SortedSet<int> alone = [];

    /// <summary>How many places.</summary>
    public int Count { get; private set; }

    /// <summary>All places in their order.</summary>
    public IEnumerable<int> Places =>
        runs.SelectMany((set, height) => (set ?? []).SelectMany(first => Enumerable.Range(first, 1 << height))).Concat(alone).Order();

    public bool Contains(int place) => alone.Contains(place) || Around(place, 0) is not null;

    /// <summary>Adds a place that is not there.</summary>
    /// <param name="place">The place.</param>
    /// <param name="isAlone">Whether it becomes part of no run.</param>
    public void Add(int place, bool isAlone = false)
    {
        Count++;
        if (isAlone)
        {
            alone.Add(place);
            return;
        }

        var run = Run.Of(place);
        while (run.Height < Run.MostHeight && runs[run.Height]?.Remove(run.Sibling.First) == true)
            run = Run.Around(run.First, run.Height + 1);
        Put(run);
    }

    /// <summary>Takes out all places of a run that are there.</summary>
    /// <returns>How many those are.</returns>
    public int Remove(Run run)
    {
        if (Count == 0)
            return 0;
        if (Around(run.First, run.Height) is { } around)
        {
            runs[around.Height]!.Remove(around.First);
            for (; around.Height > run.Height; around = Run.Around(run.First, around.Height - 1))
                Put(Run.Around(run.First, around.Height - 1).Sibling);
            Count -= run.Count;
            return run.Count;
        }

        if (run.Height > 0)
            return Remove(run.Left) + Remove(run.Right);
        if (!alone.Remove(run.First))
            return 0;
        Count--;
        return 1;
    }

    /// <summary>The first of the longest runs of 2^height places at most; null where there is none.</summary>
    /// <param name="height">The most height.</param>
    /// <param name="isBarred">Whether a place that is alone is none.</param>
    public Run? Longest(int height, Func<int, bool> isBarred)
    {
        int? first = null;
        for (var above = height; above <= Run.MostHeight; above++)
        {
            if (runs[above] is { Count: > 0 } set && !(first < set.Min))
                first = set.Min;
        }

        for (; first is null && height > 0;)
        {
            if (runs[--height] is { Count: > 0 } set)
                first = set.Min;
        }

        if (height == 0)
        {
            foreach (var place in alone)
            {
                if (first < place)
                    break;
                if (!isBarred(place))
                    return Run.Of(place);
            }
        }

        return first is { } found ? new Run(found, height) : null;
    }

    /// <summary>The run of that height at least in which a place is.</summary>
    private Run? Around(int place, int height)
    {
        for (; height <= Run.MostHeight; height++)
        {
            if (runs[height]?.Contains(Run.Around(place, height).First) == true)
                return Run.Around(place, height);
        }

        return null;
    }

    private void Put(Run run) => (runs[run.Height] ??= []).Add(run.First);
}
