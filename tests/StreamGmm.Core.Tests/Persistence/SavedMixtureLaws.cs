using FsCheck;
using FsCheck.Fluent;

namespace StreamGmm.Tests.Persistence;

public class SavedMixtureLaws
{
    private static readonly Gen<double> Number =
        from mantissa in Gen.Choose(int.MinValue, int.MaxValue)
        from more in Gen.Choose(0, int.MaxValue)
        from exponent in Gen.Choose(-300, 100)
        select (mantissa + (more / (double)int.MaxValue)) * Math.Pow(10, exponent);

    /// <summary>Of ordinary size, with all the digits a double has.</summary>
    private static readonly Gen<double> Fraction = from n in Gen.Choose(-int.MaxValue, int.MaxValue) select n / (double)int.MaxValue;

    private static readonly Gen<SavedMixture> Saved =
        from kind in Gen.Elements(CovarianceShape.All.Append(CovarianceShape.LowRank(1)).ToArray())
        from k in Gen.Choose(1, 4)
        from d in Gen.Choose(1, 4)
        from rank in Gen.Choose(1, Math.Max(1, d - 1))
        let shape = kind.Rank == 0 ? kind : d == 1 ? CovarianceShape.Full : CovarianceShape.LowRank(rank)
        from parts in Gen.Choose(1, 1_000_000).ArrayOf(k)
        from means in Number.ArrayOf(k * d)
        from factors in Fraction.ArrayOf(k * d * d)
        from names in Gen.OneOf(Gen.Constant<string[]?>(null), ArbMap.Default.GeneratorFor<NonNull<string>>().Select(s => s.Get).ArrayOf(d).Select(s => (string[]?)s))
        select new SavedMixture(
            new GaussianMixture([.. parts.Select(p => p / (double)parts.Sum())], RealMatrix.Create(k, d, means), CovariancesOf(shape, k, d, factors)),
            names);

    [Fact]
    public void What_is_written_reads_back_bit_for_bit() =>
        Prop.ForAll(Saved.ToArbitrary(), saved => Bits(RoundTrip(saved)).SequenceEqual(Bits(saved))).QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_written_reads_back_equal() =>
        Prop.ForAll(Saved.ToArbitrary(), saved => RoundTrip(saved).Equals(saved)).QuickCheckThrowOnFailure();

    [Fact]
    public void Cut_off_anywhere_it_is_refused_as_broken() =>
        Prop.ForAll(Saved.ToArbitrary(), Gen.Choose(0, 999).ToArbitrary(), (saved, part) =>
        {
            var whole = Written(saved);
            var cut = whole.AsSpan(0, (whole.Length - 2) * part / 999).ToArray();
            return Assert.Throws<InvalidDataException>(() => SavedMixture.Read(new MemoryStream(cut))).Message.Contains("not whole JSON", StringComparison.Ordinal);
        }).QuickCheckThrowOnFailure();

    private static Covariances CovariancesOf(CovarianceShape shape, int k, int d, double[] factors) => shape.ToString() switch
    {
        "full" => new Covariances.Full(Enumerable.Range(0, k).Select(c => Product(factors.AsSpan(c * d * d, d * d).ToArray(), d))),
        "tied" => new Covariances.Tied(Product(factors[..(d * d)], d)),
        "diagonal" => new Covariances.Diagonal(RealMatrix.Create(k, d, [.. factors.Take(k * d).Select(f => 1e-3 + (f * f))])),
        _ when shape.Rank > 0 => new Covariances.LowRank(
            Enumerable.Range(0, k).Select(c => Directions(factors.AsSpan(c * d * d, d * d).ToArray(), d, shape.Rank)),
            RealMatrix.Create(k, shape.Rank, [.. factors.Take(k * shape.Rank).Select(f => 1 + (f * f))]),
            [.. factors.Take(k).Select(f => 1e-3 + (f * f))]),
        _ => new Covariances.Spherical([.. factors.Take(k).Select(f => 1e-3 + (f * f))]),
    };

    /// <summary>Columns of the reflection that a vector makes, orthonormal to the last digits.</summary>
    private static RealMatrix Directions(double[] a, int d, int rank) => RealMatrix.Create(d, rank, values =>
    {
        var square = a.Take(d).Sum(x => x * x);
        for (var i = 0; i < d; i++)
        {
            for (var j = 0; j < rank; j++)
                values[(i * rank) + j] = (i == j ? 1 : 0) - (square > 0 ? 2 * a[i] * a[j] / square : 0);
        }
    });

    /// <summary>A Aᵀ + I: symmetric to the last bit, and positive definite.</summary>
    private static RealMatrix Product(double[] a, int d) => RealMatrix.Create(d, d, values =>
    {
        for (var i = 0; i < d; i++)
        {
            for (var j = 0; j <= i; j++)
                values[(i * d) + j] = values[(j * d) + i] = Enumerable.Range(0, d).Sum(l => a[(i * d) + l] * a[(j * d) + l]) + (i == j ? 1 : 0);
        }
    });

    private static byte[] Written(SavedMixture saved)
    {
        using var stream = new MemoryStream();
        saved.Write(stream);
        return stream.ToArray();
    }

    private static SavedMixture RoundTrip(SavedMixture saved) => SavedMixture.Read(new MemoryStream(Written(saved)));

    private static IEnumerable<long> Bits(SavedMixture saved) => saved.Mixture.Weights
        .Concat(saved.Mixture.Means.SelectMany(row => row))
        .Concat(Enumerable.Range(0, saved.Mixture.Components).SelectMany(k => saved.Mixture.Covariance(k).SelectMany(row => row)))
        .Select(BitConverter.DoubleToInt64Bits);
}
