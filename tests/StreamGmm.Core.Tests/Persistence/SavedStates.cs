using System.Reflection;

namespace StreamGmm.Core.Tests.Persistence;

/// <summary>States to save, and the way to a text and back.</summary>
internal static class SavedStates
{
    private static readonly SufficientStatistics Statistics = EStep.Expect(Some.Pair(CovarianceShape.Full), Samples.From(Some.Rows(20)), [0.5, 0.25]);

    /// <summary>A state with every part it can have, none as it is at the beginning.</summary>
    public static OnlineState Full { get; } = new()
    {
        Current = Some.Pair(CovarianceShape.Full),
        Statistics = Statistics,
        Average = new AveragedStatistics(Statistics.Decay(1.0 / 20), 17.25, 3.5),
        WeightSeen = 1234.5,
        SamplesSeen = 4567,
        Position = 5_000_000_000,
        Score = double.NegativeInfinity,
        Alarm = true,
        Alarms = 3,
        DroppedWeight = 0.1 + 0.2,
        RefusedBatches = 7,
        Events = [new LineageEvent.Born(5), new LineageEvent.Died(0), new LineageEvent.Merged(1, 2, 6), new LineageEvent.Split(3, 7, 8)],
        Lineage = Changed(new Lineage
        {
            Ids = [4, 5],
            NextId = 9_000_000_000,
            Weak = [5],
            Recent = [Samples.From(Some.Rows(3)), Samples.From(Some.Rows(2)).WithWeights(new double[] { 0, 2.5 }).WithLabels(new[] { -1, 1 })],
            RowsToLook = 11,
            QuietLooks = 2,
        }),
        Pending = [Samples.From(Some.Rows(2)).WithLabels(new[] { 1, -1 }), Samples.From(Some.Rows(1)).WithWeights(new double[] { 3 })],
        Clock = 1e-300,
        Waiting = 12.5,
        Time = new DateTimeOffset(2026, 7, 28, 12, 30, 1, 234, TimeSpan.FromHours(2)).AddTicks(5),
        Detector = Changed(new DriftDetector()),
        Regularization = new Regularization.Absolute(0.1),
        Challenger = new Challenger(new OnlineState { Pending = [Samples.From(Some.Rows(3))], WeightSeen = 3 }, double.NegativeInfinity, 0.75),
    };

    public static byte[] Written(SavedState saved)
    {
        using var stream = new MemoryStream();
        saved.Write(stream);
        return stream.ToArray();
    }

    public static SavedState Read(byte[] text) => SavedState.Read(new MemoryStream(text));

    public static OnlineState Again(OnlineState state) => Read(Written(new SavedState(state))).State;

    /// <summary>The properties that make up a value: those that are set when it is made.</summary>
    public static IEnumerable<PropertyInfo> Parts(Type type) =>
        type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Where(p => p.CanWrite && p.GetIndexParameters().Length == 0);

    /// <summary>The value with a number of its own in each property that still has none.</summary>
    private static T Changed<T>(T value)
        where T : class
    {
        var n = 0.0;
        foreach (var part in Parts(typeof(T)))
        {
            n += 1.125;
            if (part.PropertyType == typeof(double))
                part.SetValue(value, n);
            else if (part.PropertyType == typeof(int) && Equals(part.GetValue(value), 0))
                part.SetValue(value, (int)n);
            else if (part.PropertyType == typeof(long) && Equals(part.GetValue(value), 0L))
                part.SetValue(value, (long)n);
            else if (part.PropertyType == typeof(RealVector))
                part.SetValue(value, RealVector.Create([-n, double.NegativeInfinity]));
        }

        return value;
    }
}
