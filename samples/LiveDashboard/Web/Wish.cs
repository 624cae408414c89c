using System.Text.Json.Serialization;

namespace LiveDashboard.Web;

/// <summary>What a viewer asks for, as JSON.</summary>
internal static class Wish
{
    /// <summary>Stop taking rows, or go on: <c>{"paused": true}</c>.</summary>
    internal sealed record Pause([property: JsonRequired] bool Paused);

    /// <summary>So many rows a second: <c>{"rate": 2000}</c>.</summary>
    internal sealed record Rate([property: JsonRequired, JsonPropertyName("rate")] double RowsPerSecond);

    /// <summary>Let the stream change at once: <c>{}</c>.</summary>
    internal sealed record Drift;

    /// <summary>How much of the past counts: <c>{"halfLife": 5000, "adaptive": true}</c>; a half-life of null forgets only on an alarm.</summary>
    internal sealed record Memory([property: JsonRequired] double? HalfLife, [property: JsonRequired] bool Adaptive);
}

/// <summary>What is answered: what was done, or why not.</summary>
internal sealed record Told(string Message);
