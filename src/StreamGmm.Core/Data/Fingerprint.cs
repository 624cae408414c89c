using System.Numerics;
using System.Runtime.InteropServices;

namespace StreamGmm;

/// <summary>A number by which samples are known again: other values, weights or labels, or the same in another order, hardly ever have it.</summary>
/// <remarks>h ← rotate((h ⊕ bits) × odd) in four chains of every fourth number, which do not wait for each other; not made to withstand intent.</remarks>
internal static class Fingerprint
{
    /// <summary>Odd, so that no bit is lost.</summary>
    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    /// <summary>Brings the highest bits, which a product moves no further, down to where it does.</summary>
    private const int Rotation = 31;

    public static ulong Of(Samples samples)
    {
        var (features, hash) = (samples.Features, Joined((ulong)samples.Count, (ulong)samples.Dimension));
        hash = features.AreFloats ? Joined(hash, features.Floats) : Joined(hash, features.Doubles);
        hash = Joined(hash, samples.Weights.GetValueOrDefault().Span);
        return Joined(hash, samples.Labels.GetValueOrDefault().Span);
    }

    private static ulong Joined<T>(ulong hash, ReadOnlySpan<T> numbers)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(numbers);
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        var (a, b, c, d) = (hash, hash + 1, hash + 2, hash + 3);
        var i = 0;
        for (; i <= words.Length - 4; i += 4)
        {
            a = Joined(a, words[i]);
            b = Joined(b, words[i + 1]);
            c = Joined(c, words[i + 2]);
            d = Joined(d, words[i + 3]);
        }

        for (; i < words.Length; i++)
            a = Joined(a, words[i]);
        foreach (var rest in bytes[(words.Length * sizeof(ulong))..])
            a = Joined(a, rest);
        return Draws.Mix(Joined(Joined(Joined(Joined(a, b), c), d), (ulong)bytes.Length));
    }

    private static ulong Joined(ulong hash, ulong bits) => BitOperations.RotateLeft((hash ^ bits) * Multiplier, Rotation);
}
