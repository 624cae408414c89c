using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace LiveDashboard.Watching;

/// <summary>How far a viewer has seen: the id of an event.</summary>
/// <param name="Journal">Which journal it read.</param>
/// <param name="Number">The number of the last moment in it.</param>
internal readonly record struct Place(Guid Journal, long Number)
{
    /// <summary>As it is sent: "0f8fad5bd9cb469fa16570867728950e-42".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Journal:N}-{Number}");

    /// <summary>Reads what a viewer sent back; false where it is no place.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Place place)
    {
        place = default;
        if (text?.Split('-') is not [var journal, var number] || !Guid.TryParseExact(journal, "N", out var id) || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var last))
            return false;
        place = new Place(id, last);
        return true;
    }
}
