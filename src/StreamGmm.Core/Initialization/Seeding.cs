namespace StreamGmm;

/// <summary>How a fit finds the mixture it starts from.</summary>
public abstract record Seeding
{
    private Seeding()
    {
    }

    /// <summary>The start that this seeding finds.</summary>
    internal abstract GaussianMixture Find(SeedingProblem problem);

    /// <summary>Short runs of EM from several k-means starts on a part of the samples; the best goes on. The default: it finds the best optimum most often (Biernacki, Celeux and Govaert, 2003).</summary>
    public sealed record SmallEm : Seeding
    {
        internal override GaussianMixture Find(SeedingProblem problem) => SmallEmSearch.Best(problem);
    }

    /// <summary>k-means++ and Lloyd's algorithm on all samples; each cluster becomes a component.</summary>
    public sealed record KMeans : Seeding
    {
        internal override GaussianMixture Find(SeedingProblem problem) => problem.FromCenters(problem.Lloyd(problem.PlusPlus()));
    }

    /// <summary>Greedy k-means++ alone; the samples nearest to each seed become a component.</summary>
    public sealed record KMeansPlusPlus : Seeding
    {
        internal override GaussianMixture Find(SeedingProblem problem) => problem.FromCenters(problem.PlusPlus());
    }

    /// <summary>K different samples as means (those of labels at the mean of their labelled samples), with the covariance of all samples and equal weights.</summary>
    public sealed record RandomSamples : Seeding
    {
        internal override GaussianMixture Find(SeedingProblem problem) => problem.FromRandomSamples();
    }

    /// <summary>A mixture that is known already.</summary>
    public sealed record From : Seeding
    {
        /// <summary>Starts from <paramref name="mixture"/>, whose components, dimension and shape the fit has.</summary>
        public From(GaussianMixture mixture) => Mixture = mixture ?? throw new ArgumentNullException(nameof(mixture));

        /// <summary>The mixture to start from.</summary>
        public GaussianMixture Mixture { get; }

        internal override GaussianMixture Find(SeedingProblem problem) => problem.Require(Mixture);
    }

    /// <summary>The labelled samples alone: one M-step from those of each component. Every component needs one.</summary>
    public sealed record FromLabels : Seeding
    {
        internal override GaussianMixture Find(SeedingProblem problem) => problem.FromLabels();
    }
}
