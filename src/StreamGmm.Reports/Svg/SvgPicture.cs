namespace StreamGmm;

/// <summary>Until the pictures are merged: a picture of nothing.</summary>
internal static class SvgPicture
{
    public static string Of(ReportContent content, ReportView view) => $"<svg xmlns=\"http://www.w3.org/2000/svg\"><title>{view} {content.Kind}</title></svg>";
}
