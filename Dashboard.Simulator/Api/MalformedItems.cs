using System.Text.Json;

namespace Dashboard.Simulator.Api;

/// <summary>Items that no metrics server should send, and some proxy or adapter once did.</summary>
internal static class MalformedItems
{
    private static readonly string[] Shapes =
    [
        "null",
        "\"a string where an object should be\"",
        """{"timestamp":"2026-01-01T00:00:00Z","window":"15s","containers":[]}""",
        """{"metadata":{"name":"odd","namespace":"default"},"timestamp":"yesterday","window":"soon","containers":[{"name":"c","usage":{"cpu":"1m","memory":"1Mi"}}]}""",
        """{"metadata":{"name":"odd","namespace":"default"},"timestamp":"2026-01-01T00:00:00Z","window":"15s","containers":{"name":"c"}}""",
        """{"metadata":{"name":"odd","namespace":"default"},"timestamp":"2026-01-01T00:00:00Z","window":"15s","containers":[{"name":"c","usage":[]},null]}""",
        """{"metadata":[],"timestamp":null,"window":null,"containers":null}""",
        "[]",
    ];

    public static void Write(Utf8JsonWriter json, int which) => json.WriteRawValue(Shapes[which % Shapes.Length], skipInputValidation: true);
}
