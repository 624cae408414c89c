using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace StreamGmm;

/// <summary>An immutable vector of doubles, equal by value.</summary>
/// <remarks>Written <c>RealVector v = [1, 2, 3];</c>. Two vectors are equal when their numbers are (+0 equals −0).</remarks>
[CollectionBuilder(typeof(RealVector), nameof(Create))]
public sealed class RealVector : IEquatable<RealVector>, IReadOnlyList<double>
{
    private readonly double[] values;

    private RealVector(double[] values) => this.values = values;

    /// <summary>The number of elements.</summary>
    public int Length => values.Length;

    /// <summary>The element at <paramref name="index"/>, from 0.</summary>
    public double this[int index] => values[index];

    int IReadOnlyCollection<double>.Count => values.Length;

    /// <summary>A vector that copies <paramref name="values"/>.</summary>
    public static RealVector Create(ReadOnlySpan<double> values) => new(values.ToArray());

    /// <summary>A vector of the numbers of a list or of any other sequence.</summary>
    public static RealVector Create(IEnumerable<double> values) => new([.. values]);

    /// <summary>A vector of <paramref name="length"/> zeros that <paramref name="fill"/> writes into before it is sealed.</summary>
    public static RealVector Create(int length, Action<Span<double>> fill)
    {
        ArgumentNullException.ThrowIfNull(fill);
        var values = new double[length];
        fill(values);
        return new RealVector(values);
    }

    /// <summary>The elements, without copying: a vector goes wherever a point is asked for.</summary>
    public static implicit operator ReadOnlySpan<double>(RealVector vector) => vector.AsSpan();

    /// <summary>The elements, without copying.</summary>
    public ReadOnlySpan<double> AsSpan() => values;

    /// <inheritdoc/>
    public bool Equals(RealVector? other) => other is not null && AsSpan().SequenceEqual(other.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as RealVector);

    /// <inheritdoc/>
    public override int GetHashCode() => Hash(values);

    /// <inheritdoc/>
    public override string ToString() =>
        $"[{string.Join(", ", values.Select(x => x.ToString("G6", CultureInfo.InvariantCulture)))}]";

    /// <inheritdoc/>
    public IEnumerator<double> GetEnumerator() => ((IEnumerable<double>)values).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => values.GetEnumerator();

    internal static int Hash(ReadOnlySpan<double> values)
    {
        var hash = new HashCode();
        hash.Add(values.Length);
        foreach (var x in values)
            hash.Add(x);
        return hash.ToHashCode();
    }
}
