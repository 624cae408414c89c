using System.Buffers;
using System.Diagnostics;

namespace StreamGmm.Benchmarks;

/// <summary>Memory that knows when it was last read: the library reads it once a tile.</summary>
internal sealed class WatchedMemory(double[] values) : MemoryManager<double>
{
    private long lastRead;

    public long LastRead => Interlocked.Read(ref lastRead);

    public override Span<double> GetSpan()
    {
        Interlocked.Exchange(ref lastRead, Stopwatch.GetTimestamp());
        return values;
    }

    public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

    public override void Unpin() => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
    }
}
