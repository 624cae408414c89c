using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;

namespace StreamGmm;

/// <summary>How a machine computes: the instructions it has, and what comes out.</summary>
/// <param name="Path">The instructions, for people: "x64, 512 bits, fused".</param>
/// <param name="Fingerprint">A hash of E-steps over fixed samples: machines that round alike have the same.</param>
internal sealed record Kernel(string Path, ulong Fingerprint)
{
    private const int Rows = 400;

    private const int Dimension = 5;

    private const int Components = 3;

    private static readonly Lazy<Kernel> Lazy = new(() => new Kernel(PathHere(), FingerprintHere()));

    /// <summary>That of this machine.</summary>
    public static Kernel Here => Lazy.Value;

    private static string PathHere()
    {
        var bits = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 64;
        var isFused = Fma.IsSupported || AdvSimd.Arm64.IsSupported;
        return FormattableString.Invariant($"{RuntimeInformation.ProcessArchitecture}, {bits} bits, {(isFused ? "fused" : "not fused")}");
    }

    private static ulong FingerprintHere()
    {
        // Numbers that need every bit, and densities from near 1 to nearly none.
        var state = 1UL;
        var values = new double[Rows * Dimension];
        foreach (ref var value in values.AsSpan())
            value = (((state = (state * 6364136223846793005) + 1442695040888963407) >> 11) * (8.0 / (1L << 53))) - 4;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var samples in new[] { Samples.From(values, Dimension), Samples.From(Array.ConvertAll(values, x => (float)x), Dimension) })
        {
            foreach (var covariances in Shapes(values))
            {
                var mixture = new GaussianMixture([0.5, 0.3, 0.2], RealMatrix.Create(Components, Dimension, values.AsSpan(0, Components * Dimension)), covariances);
                var statistics = EStep.Expect(mixture, samples, samples[0], threads: 1);
                var numbers = new double[statistics.Length];
                statistics.CopyTo(numbers);
                hash.AppendData(MemoryMarshal.AsBytes(numbers.AsSpan()));
            }
        }

        return BinaryPrimitives.ReadUInt64LittleEndian(hash.GetHashAndReset());
    }

    private static Covariances[] Shapes(double[] values)
    {
        var matrix = RealMatrix.Create(Dimension, Dimension, all =>
        {
            for (var j = 0; j < Dimension; j++)
            {
                for (var l = 0; l < Dimension; l++)
                    all[(j * Dimension) + l] = (j == l ? 1.7 : 0) + (0.03 * values[j] * values[l]);
            }
        });
        return
        [
            new Covariances.Full([matrix, matrix, matrix]),
            new Covariances.Tied(matrix),
            new Covariances.Diagonal(RealMatrix.Create(Components, Dimension, [.. values.Take(Components * Dimension).Select(x => 0.3 + (x * x))])),
            new Covariances.Spherical([0.7, 1.1, 2.3]),
        ];
    }
}
