namespace StreamGmm.Cli.Output;

/// <summary>States as JSON, one object a line, each line written at once.</summary>
internal sealed class FollowJson(Shell shell, IReadOnlyList<string>? columns)
{
    /// <summary>True when nobody reads the lines any more.</summary>
    public bool IsOver { get; private set; }

    public void Write(OnlineState state)
    {
        shell.Output.Write([.. StateLine.Of(state, columns).Span, (byte)'\n']);
        shell.Output.Flush();
        IsOver = shell.HasNoReader();
    }
}
