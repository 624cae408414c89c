using System.Reactive;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using System.Runtime.CompilerServices;

namespace StreamGmm;

/// <summary>The operator <c>Buffered</c>.</summary>
public static class BufferedOperator
{
    /// <summary>A stream that pushes as one that is pulled: at most <paramref name="capacity"/> batches wait, and <paramref name="policy"/> says what becomes of more.</summary>
    /// <remarks>
    /// Cold: each enumeration subscribes, on a thread of its own, and disposes at its end. The weight of dropped rows is on the next batch that is pulled (<see cref="Batch.DroppedWeight"/>);
    /// a refused batch that is dropped is not told of. A fault of the source is thrown after the batches that wait.
    /// With <see cref="Overflow.Wait"/> a source must not push on the thread that pulls: it would wait for itself.
    /// </remarks>
    /// <param name="batches">The stream.</param>
    /// <param name="capacity">1 or more.</param>
    /// <param name="policy">What becomes of a batch for which there is no room.</param>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is below 1, or the policy is none.</exception>
    public static IAsyncEnumerable<Batch> Buffered(this IObservable<Batch> batches, int capacity, Overflow policy)
    {
        ArgumentNullException.ThrowIfNull(batches);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        if (!Enum.IsDefined(policy))
            throw new ArgumentOutOfRangeException(nameof(policy), policy, "There is no such policy.");
        return Pull(batches, capacity, policy);
    }

    private static async IAsyncEnumerable<Batch> Pull(IObservable<Batch> batches, int capacity, Overflow policy, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var bridge = new Bridge(capacity, policy);
        using var closed = new AsyncSubject<Unit>();
        try
        {
            Subscribe(batches.TakeUntil(closed), bridge, cancellationToken);
            while (await bridge.TakeAsync(cancellationToken).ConfigureAwait(false) is { } batch)
                yield return batch;
        }
        finally
        {
            bridge.Close();
            closed.OnNext(Unit.Default);
            closed.OnCompleted();
        }
    }

    /// <summary>Subscribes on a thread of its own, as a source may push all it has before Subscribe returns. Comes back when it has returned, or the first batch is there.</summary>
    private static void Subscribe(IObservable<Batch> batches, Bridge bridge, CancellationToken cancellationToken)
    {
        var subscribed = new TaskCompletionSource();
        var thread = new Thread(() =>
        {
            try
            {
                batches.Subscribe(Add, bridge.End, () => bridge.End(null));
            }
            catch (Exception fault)
            {
                bridge.End(fault);
            }

            subscribed.TrySetResult();
        });
        thread.IsBackground = true;
        thread.Start();
        subscribed.Task.Wait(cancellationToken);

        void Add(Batch batch)
        {
            subscribed.TrySetResult();
            bridge.Add(batch);
        }
    }
}
