namespace StreamGmm;

/// <summary>A picture in a report.</summary>
public enum ReportView
{
    /// <summary>Samples and components on two axes. Needs two features.</summary>
    Scatter,

    /// <summary>The distribution along one axis: a histogram of the samples, the components' densities and their sum.</summary>
    Histogram,

    /// <summary>The log-likelihood against the iteration.</summary>
    LogLikelihood,

    /// <summary>AIC, BIC and ICL against the number of components, a line for each shape.</summary>
    Criteria,

    /// <summary>Score and memory of a stream against the position, with drift alarms and what became of components.</summary>
    Stream,
}
