using System.Reactive.Disposables;

namespace StreamGmm;

/// <summary>Collects the rows of one subscription into batches: complete at a number of rows or a time after the first.</summary>
/// <typeparam name="T">What the stream is of.</typeparam>
internal sealed class RowCollector<T>(RowPlan<T> plan, IObserver<Batch> observer) : IDisposable
{
    /// <summary>A buffer has so many rows at first and grows as they come: where time completes the batches, the count may be far beyond them.</summary>
    private const int FirstRoom = 1024;

    // The timer and the source may come at the same moment, from different threads.
    private readonly Lock gate = new();
    private readonly SerialDisposable timer = new();
    private int dimension = plan.Dimension;
    private int count;
    private int room = FirstRoom;
    private double[]? values;
    private double[]? weights;
    private int rows;
    private long rowsBefore;
    private ArgumentException? fault;
    private volatile bool hasEnded;

    /// <summary>From the source: one more row.</summary>
    public void Add(T item)
    {
        lock (gate)
        {
            if (hasEnded)
                return;
            try
            {
                Write(item);
            }
            catch (Exception e)
            {
                End(e);
                return;
            }

            if (++rows == count)
                Give();
            else if (rows == 1 && plan.Within is { } within)
                timer.Disposable = plan.Scheduler.Schedule((Collector: this, Batch: rowsBefore), within, static (_, due) => due.Collector.GiveIfOpen(due.Batch));
        }
    }

    /// <summary>From the source: no more. The rows at hand are given before.</summary>
    public void End(Exception? because)
    {
        lock (gate)
        {
            if (hasEnded)
                return;
            if (rows > 0)
                Give();
            hasEnded = true;
            if (because is null)
                observer.OnCompleted();
            else
                observer.OnError(because);
        }
    }

    /// <summary>Gives nothing more. Never waits for a row or batch that is being worked on.</summary>
    public void Dispose()
    {
        hasEnded = true;
        timer.Dispose();
    }

    private void Write(T item)
    {
        var length = plan.Length?.Invoke(item) ?? dimension;
        if (dimension == 0)
            dimension = length > 0 ? length : throw new ArgumentException("The first row is empty: it has a feature at least, and tells how many the others have.");
        if (count == 0)
            count = plan.Count ?? OnlineOptions.DefaultBatch(dimension);
        MakeRoom();
        if (length == dimension)
            plan.Fill(item, values.AsSpan(rows * dimension, dimension));
        else
            fault ??= new ArgumentException($"Row {rowsBefore + rows} has {length} features, those before have {dimension}: all rows must be equally long.");
        if (plan.Weight is { } weight)
            weights![rows] = weight(item);
    }

    /// <summary>Room for one row more, at most for a full batch.</summary>
    private void MakeRoom()
    {
        if (rows == room)
            room = (int)Math.Min(count, 2L * room);
        room = Math.Min(room, count);
        var length = checked(room * dimension);
        if (values is null || values.Length < length)
            Array.Resize(ref values, length);
        if (plan.Weight is not null && (weights is null || weights.Length < room))
            Array.Resize(ref weights, room);
    }

    /// <summary>The time of a batch is over: gives it unless it was given already.</summary>
    private IDisposable GiveIfOpen(long batch)
    {
        lock (gate)
        {
            if (!hasEnded && batch == rowsBefore && rows > 0)
                Give();
        }

        return Disposable.Empty;
    }

    private void Give()
    {
        timer.Disposable = null;
        var batch = Complete();
        (rowsBefore, rows, fault) = (rowsBefore + rows, 0, null);
        observer.OnNext(batch);
    }

    private Batch Complete()
    {
        var (own, ownWeights, now) = (Detach(ref values, dimension)!, Detach(ref weights, 1), plan.Scheduler.Now);
        try
        {
            if (fault is null)
            {
                var samples = Samples.From(own, dimension, plan.MissingValues);
                return new Batch(ownWeights is null ? samples : samples.WithWeights(ownWeights), time: now);
            }
        }
        catch (ArgumentException)
        {
            fault = new ArgumentException(Fault(own, ownWeights));
        }

        return Batch.Refused(fault, rows, dimension, time: now);
    }

    /// <summary>The rows of the batch. A buffer that is full goes with them, another is used again.</summary>
    private double[]? Detach(ref double[]? buffer, int width)
    {
        var full = buffer;
        if (full is null || rows == count)
        {
            buffer = null;
            return full;
        }

        var part = full.AsSpan(0, rows * width).ToArray();
        full.AsSpan(0, rows * width).Clear();
        return part;
    }

    /// <summary>What is wrong with the first value that is, by its row in the stream.</summary>
    private string Fault(double[] own, double[]? ownWeights)
    {
        var i = Array.FindIndex(own, x => !(Math.Abs(x) < Samples.Limit) && !(plan.MissingValues == MissingValues.Marginalize && double.IsNaN(x)));
        if (i >= 0)
            return FormattableString.Invariant($"Row {rowsBefore + (i / dimension)}, column {i % dimension} is {own[i]:R}: every value must be finite and below 1e150 in magnitude. Clean the row or leave it out.");
        i = Array.FindIndex(ownWeights!, w => w is not (>= 0 and < Samples.Limit));
        return FormattableString.Invariant($"The weight of row {rowsBefore + i} is {ownWeights![i]:R}: a weight must be a finite number of 0 or more, below 1e150.");
    }
}
