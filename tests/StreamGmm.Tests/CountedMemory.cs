using System.Buffers;

namespace StreamGmm.Tests;

/// <summary>Memory that tells of every read: the library reads samples once a tile.</summary>
internal sealed class CountedMemory(double[] values, Action<int> onRead) : MemoryManager<double>
{
    private int reads;

    public int Reads => Volatile.Read(ref reads);

    public override Span<double> GetSpan()
    {
        onRead(Interlocked.Increment(ref reads));
        return values;
    }

    public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

    public override void Unpin() => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
    }
}
