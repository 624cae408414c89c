using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace StreamGmm.Tests.Operators;

/// <summary>Timers that a test lets run out itself, also those that were disposed: a timer may be on its way already.</summary>
internal sealed class LateTimers : IScheduler
{
    public DateTimeOffset Now => DateTimeOffset.UnixEpoch;

    public List<Action> Due { get; } = [];

    public IDisposable Schedule<TState>(TState state, Func<IScheduler, TState, IDisposable> action) => action(this, state);

    public IDisposable Schedule<TState>(TState state, TimeSpan dueTime, Func<IScheduler, TState, IDisposable> action)
    {
        Due.Add(() => action(this, state));
        return Disposable.Empty;
    }

    public IDisposable Schedule<TState>(TState state, DateTimeOffset dueTime, Func<IScheduler, TState, IDisposable> action) => Schedule(state, dueTime - Now, action);
}
