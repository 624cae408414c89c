using System.Diagnostics;

namespace StreamGmm;

/// <summary>Static pictures for documents: self-contained SVG.</summary>
internal static class SvgPicture
{
    /// <summary>The picture of a view that the content has.</summary>
    public static string Of(ReportContent content, ReportView view)
    {
        var picture = view switch
        {
            ReportView.Scatter => ScatterPicture.Of(content),
            ReportView.Histogram => HistogramPicture.Of(content),
            ReportView.LogLikelihood => TracePicture.Of(content, content.Trace!),
            ReportView.Criteria => CriteriaPicture.Of(content, content.Criteria!),
            ReportView.Stream => StreamPicture.Of(content, content.Stream!),
            _ => throw new UnreachableException(),
        };
        return picture.ToSvg();
    }
}
