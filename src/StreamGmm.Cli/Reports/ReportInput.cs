using StreamGmm.Cli.Input;

namespace StreamGmm.Cli.Reports;

/// <summary>What a file given to <c>report</c> holds.</summary>
internal abstract record ReportInput
{
    private ReportInput()
    {
    }

    /// <summary>What it is called in a message.</summary>
    internal abstract string What { get; }

    /// <summary>The mixture in it, with the names of its features; null where there is none.</summary>
    public virtual SavedMixture? Mixture => null;

    /// <summary>The report of it, with samples where there are some.</summary>
    public abstract Report Draw(Samples? samples, ReportOptions options);

    /// <summary>Samples, not read yet.</summary>
    public sealed record Data(DataSource Source) : ReportInput
    {
        internal override string What => "data";

        public override Report Draw(Samples? samples, ReportOptions options) => Report.Of(samples!, options);
    }

    /// <summary>A mixture as it was saved.</summary>
    public sealed record Model(SavedMixture Saved) : ReportInput
    {
        internal override string What => "a mixture";

        public override SavedMixture Mixture => Saved;

        public override Report Draw(Samples? samples, ReportOptions options) => Report.Of(Saved.Mixture, samples, options);
    }

    /// <summary>A mixture behind steps that prepare the rows; samples are drawn as it sees them.</summary>
    public sealed record Prepared(SavedPipeline Saved) : ReportInput
    {
        internal override string What => "a pipeline";

        public override SavedMixture Mixture { get; } = new(Saved.Pipeline.Mixture, Names(Saved));

        public override Report Draw(Samples? samples, ReportOptions options) => Report.Of(Saved.Pipeline.Mixture, samples is null ? null : Saved.Pipeline.Transform(samples), options);

        /// <summary>The names of what the steps give: features that are only scaled keep theirs.</summary>
        private static string[] Names(SavedPipeline saved) =>
        [
            .. Enumerable.Range(0, saved.Pipeline.Mixture.Dimension).Select(j => saved.Pipeline.Steps.All(step => step is Standardizer)
                ? $"{saved.Columns?[j] ?? $"x{j}"} (standardized)"
                : $"direction {j}"),
        ];
    }

    /// <summary>What <c>fit --json</c> printed: the mean log-likelihood after each iteration, and the mixture.</summary>
    public sealed record Fit(IReadOnlyList<double> Trace, SavedMixture Saved) : ReportInput
    {
        internal override string What => "a fit";

        public override SavedMixture Mixture => Saved;

        public override Report Draw(Samples? samples, ReportOptions options) => Report.OfTrace(Trace, Saved.Mixture, samples, options);
    }

    /// <summary>What <c>select --json</c> printed, and the mixture that was chosen where it was saved.</summary>
    public sealed record Selection(CriteriaTable Table, SavedMixture? Saved) : ReportInput
    {
        internal override string What => "a selection";

        public override SavedMixture? Mixture => Saved;

        public override Report Draw(Samples? samples, ReportOptions options) => Report.Make(SelectionSubject.Of(Table, Saved?.Mixture), samples, options);
    }

    /// <summary>What <c>follow</c> printed: its course, and the last mixture.</summary>
    public sealed record Course(StreamGathering Gathered, SavedMixture Saved) : ReportInput
    {
        internal override string What => "the course of a stream";

        public override SavedMixture Mixture => Saved;

        public override Report Draw(Samples? samples, ReportOptions options) => Report.Make(Told(Gathered.ToSubject()), samples, options);

        private static Subject Told(Subject subject) => subject with { Notes = [.. subject.Notes, "Alarms are those of the lines read: batches that --every left out may have had more."] };
    }

    /// <summary>The state of a stream, which has a mixture.</summary>
    public sealed record State(OnlineState Saved, SavedMixture Reported) : ReportInput
    {
        internal override string What => "the state of a stream";

        public override SavedMixture Mixture => Reported;

        public override Report Draw(Samples? samples, ReportOptions options) => Report.Of([Saved], samples, options);
    }
}
