namespace StreamGmm.Benchmarks.Peers;

/// <summary>A system that can fit a mixture: from the same start, the same number of iterations.</summary>
/// <param name="Name">What the table calls it.</param>
internal abstract record Contestant(string Name)
{
    /// <summary>False where a line is not its work: it has no such ridge, or no such shape.</summary>
    public virtual bool Supports(Line line) => true;

    /// <summary>Runs a line as often as the budget allows.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message says how.</exception>
    public abstract Measurement Measure(Line line, Problem problem, ProblemFolder folder, PeerOptions options, int round);
}
