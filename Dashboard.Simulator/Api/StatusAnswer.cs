using System.Text.Json;
using Dashboard.Simulator.Store;

namespace Dashboard.Simulator.Api;

/// <summary>metav1.Status: how the API says that something is not as asked.</summary>
internal static class StatusAnswer
{
    public const string ExpiredList =
        "The provided continue parameter is too old to display a consistent list result. You must start a new list without the continue parameter.";

    public static Task NotFoundAsync(HttpContext context, string message = "the server could not find the requested resource") => WriteAsync(context, 404, "NotFound", message);

    public static async Task WriteAsync(HttpContext context, int code, string reason, string message)
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter, ObjectWriter.Options);
        Write(json, code, reason, message, retryAfterSeconds: 0);
        await json.FlushAsync(context.RequestAborted);
    }

    /// <summary>The Status as an object; in a watch it is the object of an ERROR event.</summary>
    public static void Write(Utf8JsonWriter json, int code, string reason, string message, int retryAfterSeconds)
    {
        json.WriteStartObject();
        json.WriteString("kind"u8, "Status"u8);
        json.WriteString("apiVersion"u8, "v1"u8);
        json.WriteStartObject("metadata"u8);
        json.WriteEndObject();
        json.WriteString("status"u8, code < 400 ? "Success"u8 : "Failure"u8);
        json.WriteString("message"u8, message);
        json.WriteString("reason"u8, reason);
        if (retryAfterSeconds > 0)
        {
            json.WriteStartObject("details"u8);
            json.WriteNumber("retryAfterSeconds"u8, retryAfterSeconds);
            json.WriteEndObject();
        }

        json.WriteNumber("code"u8, code);
        json.WriteEndObject();
    }
}
