namespace StreamGmm;

/// <summary>The covariances of a mixture, in one of five shapes; equal by value.</summary>
public abstract partial record Covariances
{
    private Covariances()
    {
    }

    /// <summary>The shape these covariances have.</summary>
    public abstract CovarianceShape Shape { get; }

    /// <summary>The name of the shape.</summary>
    public sealed override string ToString() => Shape.ToString();

    /// <summary>K, or null where one matrix serves any number of components.</summary>
    internal abstract int? Components { get; }

    /// <summary>D, or null where a variance serves any dimension.</summary>
    internal abstract int? Dimension { get; }

    /// <summary>The variance of a component along an axis.</summary>
    internal abstract double Variance(int component, int axis);

    /// <summary>The D × D covariance matrix of a component, whatever the shape.</summary>
    internal abstract RealMatrix Of(int component, int dimension);

    private static RealMatrix Diagonally(int dimension, Func<int, double> variance) =>
        RealMatrix.Create(dimension, dimension, values =>
        {
            for (var j = 0; j < dimension; j++)
                values[(j * dimension) + j] = variance(j);
        });

    /// <summary>A matrix for each component.</summary>
    public sealed record Full : Covariances
    {
        private readonly double[]? packed;
        private readonly int dimension;
        private IReadOnlyList<RealMatrix>? matrices;

        /// <summary>Covariances of the given matrices, each D × D.</summary>
        public Full(IEnumerable<RealMatrix> matrices)
        {
            ArgumentNullException.ThrowIfNull(matrices);
            this.matrices = Array.AsReadOnly(matrices.Select(matrix => matrix ?? throw new ArgumentNullException(nameof(matrices), "A matrix is null.")).ToArray());
            dimension = this.matrices.Count > 0 ? this.matrices[0].Rows : 0;
        }

        /// <summary>Covariances of packed triangles, one after another; they are kept, and made matrices of when asked for.</summary>
        internal Full(double[] packed, int dimension) => (this.packed, this.dimension) = (packed, dimension);

        /// <summary>K matrices, each D × D.</summary>
        public IReadOnlyList<RealMatrix> Matrices => LazyInitializer.EnsureInitialized(ref matrices, Unpack);

        /// <inheritdoc/>
        public override CovarianceShape Shape => CovarianceShape.Full;

        internal override int? Components => packed?.Length / PackedTriangle.Length(dimension) ?? Matrices.Count;

        internal override int? Dimension => dimension > 0 ? dimension : null;

        /// <inheritdoc/>
        public bool Equals(Full? other) => other is not null && Matrices.SequenceEqual(other.Matrices);

        /// <inheritdoc/>
        public override int GetHashCode() => Matrices.Aggregate(0, HashCode.Combine);

        internal override double Variance(int component, int axis) =>
            packed is null ? Matrices[component][axis, axis] : packed[(component * PackedTriangle.Length(dimension)) + PackedTriangle.Diagonal(axis)];

        internal override RealMatrix Of(int component, int dimension) => Matrices[component];

        /// <summary>Writes the lower half of a component's matrix.</summary>
        internal void CopyPacked(int component, Span<double> destination)
        {
            if (packed is not null)
                packed.AsSpan(component * destination.Length, destination.Length).CopyTo(destination);
            else
                PackedTriangle.Pack(Matrices[component].AsSpan(), dimension, destination);
        }

        private System.Collections.ObjectModel.ReadOnlyCollection<RealMatrix> Unpack() => Array.AsReadOnly(Enumerable.Range(0, Components!.Value).Select(k =>
            RealMatrix.Create(dimension, dimension, matrix => PackedTriangle.Unpack(packed.AsSpan(k * PackedTriangle.Length(dimension), PackedTriangle.Length(dimension)), dimension, matrix))).ToArray());
    }

    /// <summary>One matrix for all components.</summary>
    public sealed record Tied : Covariances
    {
        /// <summary>Covariances of the given matrix, D × D.</summary>
        public Tied(RealMatrix matrix) => Matrix = matrix ?? throw new ArgumentNullException(nameof(matrix));

        /// <summary>D × D.</summary>
        public RealMatrix Matrix { get; }

        /// <inheritdoc/>
        public override CovarianceShape Shape => CovarianceShape.Tied;

        internal override int? Components => null;

        internal override int? Dimension => Matrix.Rows;

        internal override double Variance(int component, int axis) => Matrix[axis, axis];

        internal override RealMatrix Of(int component, int dimension) => Matrix;
    }

    /// <summary>Variances along the axes for each component.</summary>
    public sealed record Diagonal : Covariances
    {
        /// <summary>Covariances of the given variances, K × D.</summary>
        public Diagonal(RealMatrix variances) => Variances = variances ?? throw new ArgumentNullException(nameof(variances));

        /// <summary>K × D.</summary>
        public RealMatrix Variances { get; }

        /// <inheritdoc/>
        public override CovarianceShape Shape => CovarianceShape.Diagonal;

        internal override int? Components => Variances.Rows;

        internal override int? Dimension => Variances.Columns;

        internal override double Variance(int component, int axis) => Variances[component, axis];

        internal override RealMatrix Of(int component, int dimension) => Diagonally(dimension, j => Variances[component, j]);
    }

    /// <summary>One variance for each component.</summary>
    public sealed record Spherical : Covariances
    {
        /// <summary>Covariances of the given variances, K of them.</summary>
        public Spherical(RealVector variances) => Variances = variances ?? throw new ArgumentNullException(nameof(variances));

        /// <summary>K variances.</summary>
        public RealVector Variances { get; }

        /// <inheritdoc/>
        public override CovarianceShape Shape => CovarianceShape.Spherical;

        internal override int? Components => Variances.Length;

        internal override int? Dimension => null;

        internal override double Variance(int component, int axis) => Variances[component];

        internal override RealMatrix Of(int component, int dimension) => Diagonally(dimension, _ => Variances[component]);
    }
}
