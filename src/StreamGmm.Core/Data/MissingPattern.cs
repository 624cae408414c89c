namespace StreamGmm;

/// <summary>Which axes of a row have a value and which have none, both ascending.</summary>
internal sealed record MissingPattern(int[] Observed, int[] Missing);
