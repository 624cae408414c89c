using System.Runtime.InteropServices;

namespace StreamGmm;

/// <summary>Scratch memory that begins at a cache line, so that no vector is loaded from two.</summary>
internal sealed unsafe class AlignedBuffer<T>(int length) : IDisposable
    where T : unmanaged
{
    private const int CacheLine = 64;

    private T* start = (T*)NativeMemory.AlignedAlloc((nuint)length * (nuint)sizeof(T), CacheLine);

    ~AlignedBuffer() => Free();

    public Span<T> Span => new(start, length);

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(start);
        start = null;
    }
}
