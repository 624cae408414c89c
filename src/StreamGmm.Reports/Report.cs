using System.Text;

namespace StreamGmm;

/// <summary>Something to look at: a fit, a selection, an online run or a mixture, with its data where they are given; as a page or as pictures. Immutable.</summary>
/// <remarks>
/// Made once and thinned: nothing of the samples is borrowed. Samples are looked at four times, and once more under the mixture; rows that miss a value or weigh nothing are left out.
/// Of more than 64 features, or of so many components that their covariances would not fit, those features are drawn along which the components are furthest apart beside their spread (of samples alone those that vary most).
/// Histograms have bins as wide as Freedman and Diaconis (1981) have them, but 10 to 200 of them; principal axes are those of the features divided by their standard deviations.
/// What is left out is told on the page.
/// </remarks>
public sealed class Report
{
    private readonly ReportContent content;

    private Report(ReportContent content) => this.content = content;

    /// <summary>The views that this report has.</summary>
    public IReadOnlyList<ReportView> Views => content.Views;

    /// <summary>All that is shown.</summary>
    internal ReportContent Content => content;

    /// <summary>A mixture, alone or with samples.</summary>
    /// <param name="mixture">K components, D features.</param>
    /// <param name="samples">n × D; null for none.</param>
    /// <param name="options">Title, names and limits; null for the defaults.</param>
    /// <exception cref="ArgumentException">The samples, the names or the axes do not fit the mixture's features.</exception>
    public static Report Of(GaussianMixture mixture, Samples? samples = null, ReportOptions? options = null) => Make(Subject.Of(mixture), samples, options);

    /// <summary>A fit: the log-likelihood of every state, and a replay of the best restart: a whole mixture before a degenerate one, then the higher log-likelihood, then the earlier.</summary>
    /// <param name="states">All states in order, restart after restart; read once, and few of them are kept.</param>
    /// <param name="samples">The samples fitted, n × D; null for none.</param>
    /// <param name="options">Title, names and limits; null for the defaults.</param>
    /// <exception cref="ArgumentException">There is no state, or the samples, the names or the axes do not fit the mixture's features.</exception>
    public static Report Of(IEnumerable<EmState> states, Samples? samples = null, ReportOptions? options = null) => Make(FitSubject.Of(states, options ?? new ReportOptions()), samples, options);

    /// <summary>A selection: the criteria of every candidate, and the mixture of the best.</summary>
    /// <param name="candidates">All candidates; read once.</param>
    /// <param name="samples">The samples fitted, n × D; null for none.</param>
    /// <param name="options">Title, names and limits; null for the defaults.</param>
    /// <exception cref="ArgumentException">There is no candidate, they are compared by different criteria, or the samples, the names or the axes do not fit the mixture's features.</exception>
    public static Report Of(IEnumerable<Candidate> candidates, Samples? samples = null, ReportOptions? options = null) => Make(SelectionSubject.Of(candidates), samples, options);

    /// <summary>An online run: score and memory of every state, drift alarms, what became of components, and a replay.</summary>
    /// <param name="states">The states in order; read once, and few of them are kept.</param>
    /// <param name="samples">Samples to show them with, n × D: the last ones seen, say; null for none.</param>
    /// <param name="options">Title, names and limits; null for the defaults.</param>
    /// <exception cref="ArgumentException">There is no state, all are warming up and there are no samples, or the samples, the names or the axes do not fit the mixture's features.</exception>
    public static Report Of(IEnumerable<OnlineState> states, Samples? samples = null, ReportOptions? options = null) => Make(StreamSubject.Of(states, options ?? new ReportOptions()), samples, options);

    /// <summary>Samples alone.</summary>
    /// <param name="samples">n × D.</param>
    /// <param name="options">Title, names and limits; null for the defaults.</param>
    /// <exception cref="ArgumentException">No row has a positive weight and all its values, or the names or the axes do not fit the features.</exception>
    public static Report Of(Samples samples, ReportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(samples);
        return Make(Subject.OfData(), samples, options);
    }

    /// <summary>A fit of which only the log-likelihoods and the mixture at the end were kept.</summary>
    /// <param name="logLikelihoods">The mean log-likelihood after 0, 1, 2 and so on iterations, in nats; −∞ where a density is 0.</param>
    /// <param name="mixture">The mixture at the end.</param>
    /// <param name="samples">The samples fitted, n × D; null for none.</param>
    /// <param name="options">Title, names and limits; null for the defaults.</param>
    /// <exception cref="ArgumentException">There is no log-likelihood or one is no number, or the samples, the names or the axes do not fit the mixture's features.</exception>
    public static Report OfTrace(IEnumerable<double> logLikelihoods, GaussianMixture mixture, Samples? samples = null, ReportOptions? options = null) =>
        Make(Subject.Of(logLikelihoods, mixture), samples, options);

    /// <summary>One HTML file that needs nothing else: no network, no other file.</summary>
    public string ToHtml() => HtmlPage.Write(content.Title, PayloadWriter.Write(content));

    /// <summary>Writes <see cref="ToHtml"/> as UTF-8. The stream is left open.</summary>
    public void WriteHtml(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        stream.Write(Encoding.UTF8.GetBytes(ToHtml()));
    }

    /// <summary>One view as a picture for documents: SVG with a text alternative, in the state that the replay ends with.</summary>
    /// <exception cref="ArgumentException">The report has no such view: <see cref="Views"/> tells which it has.</exception>
    public string ToSvg(ReportView view) => content.Views.Contains(view)
        ? SvgPicture.Of(content, view)
        : throw new ArgumentException($"The report has no view {view}: it has {string.Join(", ", content.Views)}.", nameof(view));

    /// <summary>What was gathered of a subject elsewhere, alone or with samples.</summary>
    internal static Report Make(Subject subject, Samples? samples, ReportOptions? options) => new(ContentMaker.Make(subject, samples, options ?? new ReportOptions()));
}
