using System.Reactive.Concurrency;

namespace StreamGmm;

/// <summary>How rows are made and batches completed.</summary>
/// <typeparam name="T">What the stream is of.</typeparam>
/// <param name="Fill">Writes a row.</param>
/// <param name="Dimension">D; 0 for that of the first row.</param>
/// <param name="Length">The features that a row has; null where all have D.</param>
/// <param name="Weight">The weight of a row; null where all weigh 1.</param>
/// <param name="Count">The rows of a batch; null for what suits D.</param>
/// <param name="Within">When a batch is complete whatever its rows; null for never.</param>
/// <param name="Scheduler">The clock.</param>
/// <param name="MissingValues">What comes of NaN.</param>
internal sealed record RowPlan<T>(RowFill<T> Fill, int Dimension, Func<T, int>? Length, Func<T, double>? Weight, int? Count, TimeSpan? Within, IScheduler Scheduler, MissingValues MissingValues);
