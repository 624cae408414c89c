using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace StreamGmm;

/// <summary>The values of samples, row after row: doubles or floats, borrowed. Read anew for every tile, so that memory that is not an array works too.</summary>
internal readonly struct Features
{
    private readonly ReadOnlyMemory<double> doubles;
    private readonly ReadOnlyMemory<float> floats;

    public Features(ReadOnlyMemory<double> values) => doubles = values;

    public Features(ReadOnlyMemory<float> values) => (floats, AreFloats) = (values, true);

    /// <summary>True where <see cref="Floats"/> holds the values, false where <see cref="Doubles"/> does.</summary>
    public bool AreFloats { get; }

    public int Length => AreFloats ? floats.Length : doubles.Length;

    public ReadOnlySpan<double> Doubles => doubles.Span;

    public ReadOnlySpan<float> Floats => floats.Span;

    /// <summary>The value of the largest magnitude, but for NaN; 0 where there is none.</summary>
    public double Largest => AreFloats ? LargestOf(Floats) : LargestOf(Doubles);

    /// <summary>A sum over the bits of all values.</summary>
    public ulong Bits => AreFloats ? TensorPrimitives.Sum(MemoryMarshal.Cast<float, uint>(Floats)) : TensorPrimitives.Sum(MemoryMarshal.Cast<double, ulong>(Doubles));

    public Features Slice(int start, int length) => AreFloats ? new Features(floats.Slice(start, length)) : new Features(doubles.Slice(start, length));

    /// <summary>Writes the values as doubles.</summary>
    public void CopyTo(Span<double> destination)
    {
        if (AreFloats)
            TensorPrimitives.ConvertTruncating(Floats, destination);
        else
            Doubles.CopyTo(destination);
    }

    /// <summary>The values as doubles: themselves, or copies of floats.</summary>
    public ReadOnlySpan<double> AsDoubles()
    {
        if (!AreFloats)
            return Doubles;
        var copy = new double[Length];
        CopyTo(copy);
        return copy;
    }

    private static double LargestOf<T>(ReadOnlySpan<T> values)
        where T : INumber<T>
    {
        var largest = values.IsEmpty ? T.Zero : TensorPrimitives.MaxMagnitude(values);
        if (T.IsNaN(largest))
        {
            largest = T.Zero;
            foreach (var value in values)
                largest = T.MaxMagnitudeNumber(largest, value);
        }

        return double.CreateTruncating(largest);
    }
}
