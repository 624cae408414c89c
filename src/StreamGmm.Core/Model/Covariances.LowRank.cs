using System.Numerics.Tensors;

namespace StreamGmm;

/// <content>Few directions and noise.</content>
public abstract partial record Covariances
{
    /// <summary>Variances along r directions and one across them for each component: Σ = Σ_i v_i u_i u_iᵀ + noise (I − Σ_i u_i u_iᵀ).</summary>
    public sealed record LowRank : Covariances
    {
        /// <summary>The directions that were orthonormal to the digits of whoever wrote them still are within this; they are then made so to the last digit.</summary>
        private const double Orthonormal = 1e-6;

        /// <summary>What rounding leaves of orthonormal directions.</summary>
        private const double Rounding = 1e-13;

        // Row by row: each direction's D numbers side by side, K × r of them.
        private readonly double[] rows;
        private readonly int dimension;
        private IReadOnlyList<RealMatrix>? directions;

        /// <summary>Covariances of the given directions, variances and noise.</summary>
        /// <param name="directions">K matrices, each D × r: a direction in each column, orthonormal.</param>
        /// <param name="variances">K × r: the variance along each direction.</param>
        /// <param name="noise">K: the variance across the directions of a component.</param>
        /// <exception cref="ArgumentException">The sizes do not fit together.</exception>
        public LowRank(IEnumerable<RealMatrix> directions, RealMatrix variances, RealVector noise)
        {
            ArgumentNullException.ThrowIfNull(directions);
            Variances = variances ?? throw new ArgumentNullException(nameof(variances));
            Noise = noise ?? throw new ArgumentNullException(nameof(noise));
            var matrices = directions.ToArray();
            if (matrices.Length == 0 || variances.Rows != matrices.Length || noise.Length != matrices.Length)
                throw new ArgumentException($"There are directions of {matrices.Length} components, variances of {variances.Rows} and noise of {noise.Length}: each component needs all three.", nameof(directions));
            dimension = matrices[0].Rows;
            CovarianceShape.LowRank(variances.Columns).Require(dimension);
            rows = new double[matrices.Length * Rank * dimension];
            for (var k = 0; k < matrices.Length; k++)
            {
                if (matrices[k].Rows != dimension || matrices[k].Columns != Rank)
                    throw new ArgumentException($"The directions of component {k} are {matrices[k].Rows} × {matrices[k].Columns}: {dimension} × {Rank} were expected, a column for each variance.", nameof(directions));
                for (var i = 0; i < Rank; i++)
                {
                    for (var j = 0; j < dimension; j++)
                        rows[(((k * Rank) + i) * dimension) + j] = matrices[k][j, i];
                }
            }
        }

        internal LowRank(double[] rows, int dimension, RealMatrix variances, RealVector noise) =>
            (this.rows, this.dimension, Variances, Noise) = (rows, dimension, variances, noise);

        /// <summary>r, the directions of a component.</summary>
        public int Rank => Variances.Columns;

        /// <summary>K matrices, each D × r: the directions are the columns.</summary>
        public IReadOnlyList<RealMatrix> Directions => LazyInitializer.EnsureInitialized(ref directions, Matrices);

        /// <summary>K × r: the variance along each direction.</summary>
        public RealMatrix Variances { get; }

        /// <summary>K variances: that of a component across its directions.</summary>
        public RealVector Noise { get; }

        /// <inheritdoc/>
        public override CovarianceShape Shape => CovarianceShape.LowRank(Rank);

        internal override int? Components => Noise.Length;

        internal override int? Dimension => dimension;

        /// <inheritdoc/>
        public bool Equals(LowRank? other) =>
            other is not null && Variances.Equals(other.Variances) && Noise.Equals(other.Noise) && rows.AsSpan().SequenceEqual(other.rows);

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(Variances, Noise);

        /// <summary>Of each matrix, packed one after another, the largest eigenvalues with their directions, and the mean of the others as noise: of all covariances of this rank the most likely.</summary>
        /// <param name="packed">K triangles.</param>
        /// <param name="dimension">D.</param>
        /// <param name="rank">r.</param>
        /// <param name="near">Covariances that are near, to start from.</param>
        internal static LowRank Nearest(ReadOnlySpan<double> packed, int dimension, int rank, LowRank? near = null)
        {
            var length = PackedTriangle.Length(dimension);
            var components = packed.Length / length;
            var (rows, variances, noise) = (new double[components * rank * dimension], new double[components * rank], new double[components]);
            for (var k = 0; k < components; k++)
            {
                var matrix = packed.Slice(k * length, length);
                var pairs = LeadingPairs.Of(matrix, dimension, rank, near is null ? [] : near.DirectionsOf(k));
                pairs.Directions.AsSpan().CopyTo(rows.AsSpan(k * rank * dimension));
                pairs.Values.AsSpan().CopyTo(variances.AsSpan(k * rank));
                for (var j = 0; j < dimension; j++)
                    noise[k] += matrix[PackedTriangle.Diagonal(j)];
                noise[k] = Math.Max(0, noise[k] - TensorPrimitives.Sum<double>(pairs.Values.AsSpan())) / (dimension - rank);
            }

            return new LowRank(rows, dimension, RealMatrix.Create(components, rank, variances), RealVector.Create(noise));
        }

        /// <summary>A Σ Aᵀ, where A Aᵀ is so many times the identity.</summary>
        internal LowRank Turned(RealMatrix matrix, double scale)
        {
            var (turned, length) = (new double[rows.Length], Math.Sqrt(scale));
            for (var i = 0; i < Noise.Length * Rank; i++)
            {
                for (var j = 0; j < dimension; j++)
                    turned[(i * dimension) + j] = InnerProduct.Of(matrix.Row(j), rows.AsSpan(i * dimension, dimension)) / length;
            }

            return new LowRank(
                turned,
                dimension,
                RealMatrix.Create(Noise.Length, Rank, [.. Variances.AsSpan().ToArray().Select(variance => variance * scale)]),
                RealVector.Create([.. Noise.Select(variance => variance * scale)]));
        }

        internal override double Variance(int component, int axis)
        {
            var variance = Noise[component];
            for (var i = 0; i < Rank; i++)
            {
                var u = DirectionsOf(component)[(i * dimension) + axis];
                variance += (Variances[component, i] - Noise[component]) * u * u;
            }

            return variance;
        }

        /// <summary>The same, but some components as they are in others of the same sizes.</summary>
        internal LowRank With(LowRank other, Func<int, bool> isOther)
        {
            LowRank From(int component) => isOther(component) ? other : this;
            var kept = rows.AsSpan().ToArray();
            for (var k = 0; k < Noise.Length; k++)
                From(k).DirectionsOf(k).CopyTo(kept.AsSpan(k * Rank * dimension));
            return new LowRank(
                kept,
                dimension,
                RealMatrix.Create([.. Enumerable.Range(0, Noise.Length).Select(k => RealVector.Create(From(k).Variances.Row(k)))]),
                RealVector.Create([.. Enumerable.Range(0, Noise.Length).Select(k => From(k).Noise[k])]));
        }

        /// <summary>The directions of a component, r × D, row by row.</summary>
        internal ReadOnlySpan<double> DirectionsOf(int component) => rows.AsSpan(component * Rank * dimension, Rank * dimension);

        internal override RealMatrix Of(int component, int dimension) => RealMatrix.Create(dimension, dimension, covariance =>
        {
            for (var i = 0; i < Rank; i++)
            {
                var u = DirectionsOf(component).Slice(i * dimension, dimension);
                for (var j = 0; j < dimension; j++)
                {
                    var row = covariance.Slice(j * dimension, j + 1);
                    TensorPrimitives.MultiplyAdd(u[..(j + 1)], (Variances[component, i] - Noise[component]) * u[j], row, row);
                }
            }

            for (var j = 0; j < dimension; j++)
            {
                covariance[(j * dimension) + j] += Noise[component];
                for (var l = 0; l < j; l++)
                    covariance[(l * dimension) + j] = covariance[(j * dimension) + l];
            }
        });

        /// <summary>The same with directions that are orthonormal to the last digit.</summary>
        /// <exception cref="ArgumentException">They are not orthonormal, or a variance is not positive, or so small beside the others that it is rounding.</exception>
        internal LowRank Checked()
        {
            var isExact = true;
            for (var k = 0; k < Noise.Length; k++)
            {
                var deviation = Deviation(k);
                isExact &= deviation <= Rounding;
                if (!(deviation <= Orthonormal))
                    throw new ArgumentException($"The directions of component {k} are not orthonormal: they have the length 1 and are at right angles.");
                var own = Variances.Row(k).ToArray();
                if (!(Math.Min(Noise[k], own.Min()) > 0) || !double.IsFinite(own.Max() + Noise[k]))
                    throw new ArgumentException($"The covariance of component {k} is not positive definite: give every direction and the noise a positive, finite variance.");
                if (!(Noise[k] > Cholesky.SmallestPivot * own.Max()))
                    throw new ArgumentException(FormattableString.Invariant($"The noise of component {k} is {Noise[k]:G6} beside a variance of {own.Max():G6} along a direction: below 1e-12 of it noise cannot be told from rounding. Give it more."));
            }

            if (isExact)
                return this;
            var exact = rows.AsSpan().ToArray();
            for (var k = 0; k < Noise.Length; k++)
                Orthonormalize(exact.AsSpan(k * Rank * dimension, Rank * dimension));
            return new LowRank(exact, dimension, Variances, Noise);
        }

        /// <summary>How far U Uᵀ is from the identity.</summary>
        private double Deviation(int component)
        {
            var worst = 0.0;
            for (var i = 0; i < Rank; i++)
            {
                for (var l = 0; l <= i; l++)
                {
                    var product = InnerProduct.Of(DirectionsOf(component).Slice(i * dimension, dimension), DirectionsOf(component).Slice(l * dimension, dimension));
                    worst = Math.Max(worst, Math.Abs(product - (i == l ? 1 : 0)));
                }
            }

            return worst;
        }

        private void Orthonormalize(Span<double> own)
        {
            for (var i = 0; i < Rank; i++)
            {
                var u = own.Slice(i * dimension, dimension);
                for (var l = 0; l < i; l++)
                    TensorPrimitives.MultiplyAdd(own.Slice(l * dimension, dimension), -InnerProduct.Of(own.Slice(l * dimension, dimension), u), u, u);
                TensorPrimitives.Divide(u, InnerProduct.Norm(u), u);
            }
        }

        private System.Collections.ObjectModel.ReadOnlyCollection<RealMatrix> Matrices() => Array.AsReadOnly(Enumerable.Range(0, Noise.Length).Select(k => RealMatrix.Create(dimension, Rank, matrix =>
        {
            for (var i = 0; i < Rank; i++)
            {
                for (var j = 0; j < dimension; j++)
                    matrix[(j * Rank) + i] = DirectionsOf(k)[(i * dimension) + j];
            }
        })).ToArray());
    }
}
