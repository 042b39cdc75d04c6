using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dashboard.Simulator.Api;

/// <summary>Where the next page begins and which version of the list it belongs to: opaque to clients.</summary>
internal sealed record ContinueToken(
    [property: JsonPropertyName("v")] string Kind, [property: JsonPropertyName("rv")] long ResourceVersion, [property: JsonPropertyName("start")] string After)
{
    public static ContinueToken? Parse(string text)
    {
        try
        {
            var padded = text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '=');
            return JsonSerializer.Deserialize(Convert.FromBase64String(padded), ContinueTokenJson.Default.ContinueToken) is { After: not null } token ? token : null;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return null;
        }
    }

    public override string ToString() =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(this, ContinueTokenJson.Default.ContinueToken))).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}

[JsonSerializable(typeof(ContinueToken))]
internal sealed partial class ContinueTokenJson : JsonSerializerContext;
