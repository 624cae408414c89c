namespace StreamGmm;

/// <summary>What a fit asks of its blocks.</summary>
internal enum JournalCall : byte
{
    /// <summary>A first look at every block.</summary>
    Summarize,

    /// <summary>Rows of every block, to find a start on.</summary>
    Draw,

    /// <summary>An E-step.</summary>
    Expect,
}
