using System.Diagnostics;
using StreamGmm;

namespace LiveDashboard.Watching;

/// <summary>Something that the log of the page tells.</summary>
/// <param name="Kind">alarm, lineage, control or stream.</param>
/// <param name="Position">Where in the stream.</param>
/// <param name="Text">What, in a few words.</param>
internal sealed record Happening(string Kind, long Position, string Text)
{
    /// <summary>A drift alarm.</summary>
    public static Happening Alarm(OnlineState state) => new("alarm", state.Position, FormattableString.Invariant($"drift alarm {state.Alarms}: the stream has changed"));

    /// <summary>What became of a component.</summary>
    public static Happening Of(LineageEvent change, OnlineState state) => new("lineage", state.Position, change switch
    {
        LineageEvent.Born born => $"component {born.Id} was born",
        LineageEvent.Died died => $"component {died.Id} died",
        LineageEvent.Merged merged => $"components {merged.First} and {merged.Second} merged into {merged.Into}",
        LineageEvent.Split split => $"component {split.From} split into {split.First} and {split.Second}",
        _ => throw new UnreachableException(),
    });
}
