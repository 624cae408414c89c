using System.Collections.Concurrent;

namespace StreamGmm;

/// <summary>What threads need to do their part, kept from one pass over the samples to the next.</summary>
internal sealed class Workers<T>(Func<T> make) : IDisposable
    where T : IDisposable
{
    private readonly ConcurrentBag<Lent> idle = [];

    /// <summary>One that is free. Disposing gives it back.</summary>
    public Lent Lend() => idle.TryTake(out var lent) ? lent : new Lent(this, make());

    public void Dispose()
    {
        while (idle.TryTake(out var lent))
            lent.Worker.Dispose();
    }

    public sealed class Lent(Workers<T> owner, T worker) : IDisposable
    {
        public T Worker => worker;

        public void Dispose() => owner.idle.Add(this);
    }
}
