using System.Runtime.InteropServices;

namespace StreamGmm;

/// <summary>Scratch memory that begins at a cache line, so that no vector is loaded from two.</summary>
internal sealed unsafe class AlignedBuffer(int length) : IDisposable
{
    private const int CacheLine = 64;

    private double* start = (double*)NativeMemory.AlignedAlloc((nuint)length * sizeof(double), CacheLine);

    ~AlignedBuffer() => Free();

    public Span<double> Span => new(start, length);

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
