using System.Text.Json.Serialization;
using LiveDashboard.Watching;

namespace LiveDashboard.Web;

/// <summary>All that goes over the wire as JSON; the code is generated.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(Frame))]
[JsonSerializable(typeof(Told))]
[JsonSerializable(typeof(Wish.Pause))]
[JsonSerializable(typeof(Wish.Rate))]
[JsonSerializable(typeof(Wish.Drift))]
[JsonSerializable(typeof(Wish.Memory))]
internal sealed partial class WireJson : JsonSerializerContext;
