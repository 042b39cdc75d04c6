using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Dashboard.Diagnostics.Pprof;

/// <summary>/debug/pprof/cmdline and /debug/pprof/symbol, as Go's net/http/pprof answers them.</summary>
internal sealed class SymbolHandler(PprofAccess access, FrameAddresses addresses)
{
    private const int MaximumSymbolBytes = 256 * 1024;

    public async Task CommandLineAsync(HttpContext context)
    {
        if (await access.IsRefusedAsync(context, "cmdline", ProfileTier.Stacks) || DebugAnswer.RedirectedToItsOwnAddress(context, isFolder: false))
            return;
        context.Response.ContentType = DebugAnswer.PlainText;
        await DebugAnswer.WriteAsync(context, Encoding.UTF8.GetBytes(CommandLine.Read()));
    }

    public async Task SymbolAsync(HttpContext context)
    {
        if (await access.IsRefusedAsync(context, "symbol", ProfileTier.Stacks) || DebugAnswer.RedirectedToItsOwnAddress(context, isFolder: false))
            return;
        var asked = context.Request.QueryString.Value?.TrimStart('?') ?? "";
        if (HttpMethods.IsPost(context.Request.Method))
        {
            if (await ReadBodyAsync(context) is not { } body)
            {
                await DebugAnswer.FailAsync(context, StatusCodes.Status413PayloadTooLarge, $"Ask for the symbols in parts: a request may have {MaximumSymbolBytes} bytes.");
                return;
            }

            asked = body;
        }

        // Clients care only whether the number is 0.
        var text = new StringBuilder("num_symbols: 1\n");
        foreach (var word in asked.Split('+', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (word.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
                && ulong.TryParse(word.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var address)
                && addresses.NameAt(address) is { } name)
                text.Append(CultureInfo.InvariantCulture, $"0x{address:x} {GoText.Clean(name)}\n");
        }

        context.Response.ContentType = DebugAnswer.PlainText;
        await DebugAnswer.WriteAsync(context, Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static async ValueTask<string?> ReadBodyAsync(HttpContext context)
    {
        var bytes = new byte[MaximumSymbolBytes + 1];
        var length = await context.Request.Body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, context.RequestAborted);
        return length > MaximumSymbolBytes ? null : Encoding.ASCII.GetString(bytes, 0, length);
    }
}
