using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dashboard.Simulator.Api;

/// <summary>
/// The body of a review: JSON, or a SelfSubjectAccessReview in protobuf, as <c>kubectl auth can-i</c> sends it whatever the discovery says. Of that only what is read here is
/// known: which fields of which message are texts or messages.
/// </summary>
internal static class ReviewBody
{
    private const int MostBytes = 64 * 1024;

    private static readonly Message ResourceAttributes = new((1, "namespace"), (2, "verb"), (3, "group"), (5, "resource"), (6, "subresource"), (7, "name"));
    private static readonly Message NonResourceAttributes = new((1, "path"), (2, "verb"));
    private static readonly Message Spec = new() { Inner = { [1] = ("resourceAttributes", ResourceAttributes), [2] = ("nonResourceAttributes", NonResourceAttributes) } };
    private static readonly Message SelfSubjectAccessReview = new() { Inner = { [2] = ("spec", Spec) } };

    /// <summary>Before the envelope (runtime.Unknown), which has the object in its second field.</summary>
    private static ReadOnlySpan<byte> Magic => "k8s\0"u8;

    /// <returns>Null when it is neither.</returns>
    public static async Task<JsonElement?> ReadAsync(HttpContext context, ApiPath path)
    {
        using var buffer = new MemoryStream();
        var chunk = new byte[8 * 1024];
        while (await context.Request.Body.ReadAsync(chunk, context.RequestAborted) is > 0 and var read)
        {
            if (buffer.Length + read > MostBytes) return null;
            buffer.Write(chunk, 0, read);
        }

        var body = buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
        try
        {
            if (!body.Span.StartsWith(Magic)) return JsonElement.Parse(body.Span);
            return path.Resource == "selfsubjectaccessreviews" && TryField(body[Magic.Length..], 2, out var review) ? JsonSerializer.SerializeToElement(Read(review, SelfSubjectAccessReview)) : null;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidDataException)
        {
            return null;
        }
    }

    private static JsonObject Read(ReadOnlyMemory<byte> message, Message known)
    {
        var read = new JsonObject();
        while (TryNext(ref message, out var number, out var value))
        {
            if (known.Texts.TryGetValue(number, out var text)) read[text] = Encoding.UTF8.GetString(value.Span);
            else if (known.Inner.TryGetValue(number, out var inner)) read[inner.Name] = Read(value, inner.Message);
        }

        return read;
    }

    private static bool TryField(ReadOnlyMemory<byte> message, int wanted, out ReadOnlyMemory<byte> value)
    {
        while (TryNext(ref message, out var number, out value))
        {
            if (number == wanted) return true;
        }

        return false;
    }

    /// <summary>The next field; of one that is a number the value is empty.</summary>
    private static bool TryNext(ref ReadOnlyMemory<byte> message, out int number, out ReadOnlyMemory<byte> value)
    {
        (number, value) = (0, default);
        if (message.IsEmpty) return false;
        var tag = Varint(ref message);
        number = (int)(tag >> 3);
        switch (tag & 7)
        {
            case 0:
                Varint(ref message);
                return true;
            case 1:
                Take(ref message, sizeof(ulong));
                return true;
            case 2:
                value = Take(ref message, Varint(ref message));
                return true;
            case 5:
                Take(ref message, sizeof(uint));
                return true;
            default:
                throw new InvalidDataException();
        }
    }

    private static ReadOnlyMemory<byte> Take(ref ReadOnlyMemory<byte> message, ulong length)
    {
        if (length > (ulong)message.Length) throw new InvalidDataException();
        var taken = message[..(int)length];
        message = message[(int)length..];
        return taken;
    }

    private static ulong Varint(ref ReadOnlyMemory<byte> message)
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = Take(ref message, 1).Span[0];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80) return value;
        }

        throw new InvalidDataException();
    }

    private sealed class Message(params (int Number, string Name)[] texts)
    {
        public Dictionary<int, string> Texts { get; } = texts.ToDictionary(t => t.Number, t => t.Name);

        public Dictionary<int, (string Name, Message Message)> Inner { get; } = [];
    }
}
