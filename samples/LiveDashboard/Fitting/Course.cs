using System.Reactive.Linq;
using StreamGmm;

namespace LiveDashboard.Fitting;

/// <summary>A stretch of the stream that is followed with the same options, from a state on. Other options begin the next course where this one is.</summary>
/// <param name="Options">How the stream is followed.</param>
/// <param name="From">The state to go on from.</param>
/// <param name="First">Rows that come before all others; null where there are none.</param>
internal sealed record Course(OnlineOptions Options, OnlineState From, Batch? First = null)
{
    /// <summary>From nothing.</summary>
    public static Course Begin(OnlineOptions options) => new(options, OnlineEm.Start(options));

    /// <summary>The states along the course.</summary>
    public IObservable<OnlineState> Follow(IObservable<Batch> batches) =>
        (First is null ? batches : batches.StartWith(First)).FollowMixture(Options, From);

    /// <summary>The course after another one, from a state that was saved: its components and shape are taken over.</summary>
    public Course Resume(SavedState saved) => new(saved.State.Current is { } mixture ? Suited(Options, mixture) : Options, saved.State, saved.Unfinished);

    /// <summary>This course, where it can be followed with rows of so many features. A step is a pure function: one is tried, and its result left.</summary>
    /// <exception cref="ArgumentException">The options do not suit the state, or the state the stream.</exception>
    public Course Checked(int dimension)
    {
        _ = OnlineEm.Next(From, First ?? new Batch(Samples.From(new double[dimension], dimension)), Options with { OnBadBatch = OnBadBatch.Fault });
        return First is null || First.Samples.Dimension == dimension
            ? this
            : throw new ArgumentException($"The state has {First.Samples.Dimension} features, the stream has {dimension}: they must agree.");
    }

    private static OnlineOptions Suited(OnlineOptions options, GaussianMixture mixture) => options with
    {
        Components = mixture.Components,
        Shape = mixture.Shape,
        Structure = options.Structure is Structure.Adapt adapt
            ? new Structure.Adapt(Math.Min(adapt.Minimum, mixture.Components), Math.Max(adapt.Maximum, mixture.Components))
            : options.Structure,
    };
}
