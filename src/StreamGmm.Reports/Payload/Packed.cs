using System.Buffers.Binary;

namespace StreamGmm;

/// <summary>Numbers as base64 of their little-endian bytes.</summary>
internal static class Packed
{
    /// <summary>Floats, 4 bytes each; what is beyond their range becomes the largest there is.</summary>
    public static string Floats(ReadOnlySpan<double> values)
    {
        var bytes = new byte[4 * values.Length];
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * i), (float)Math.Clamp(values[i], float.MinValue, float.MaxValue));
        return Convert.ToBase64String(bytes);
    }

    /// <summary>Integers, 4 bytes each.</summary>
    public static string Integers(ReadOnlySpan<int> values)
    {
        var bytes = new byte[4 * values.Length];
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4 * i), values[i]);
        return Convert.ToBase64String(bytes);
    }

    /// <summary>A byte each: 1 for true.</summary>
    public static string Flags(IEnumerable<bool> values) => Convert.ToBase64String([.. values.Select(value => (byte)(value ? 1 : 0))]);
}
