using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Dashboard.Server.Live.Pods;

namespace Dashboard.Server.Live.Api;

internal enum ExportFormat
{
    Csv,
    Json,
}

/// <summary>All rows that match, to keep: as CSV of RFC 4180 or as JSON. Written piece by piece, for 30,000 rows are some 10 MB.</summary>
internal sealed class PodExport(PodPage page, ExportFormat format, string cluster) : IResult
{
    private const int FlushAtBytes = 64 * 1024;

    private static readonly (string Name, Func<PodRow, object?> Of)[] Columns =
    [
        ("kind", row => JsonNamingPolicy.CamelCase.ConvertName(row.Kind.ToString())),
        ("name", row => row.Name),
        ("namespace", row => row.Namespace),
        ("workload_kind", row => row.Workload?.Kind),
        ("workload", row => row.Workload?.Name),
        ("node", row => row.Node),
        ("phase", row => row.Phase),
        ("status", row => row.Status),
        ("ready_containers", row => row.Ready),
        ("containers", row => row.Containers),
        ("pods", row => row.Pods),
        ("created_at", row => Time(row.CreatedAt)),
        ("restarts", row => row.Restarts),
        ("last_restart_at", row => Time(row.LastRestartAt)),
        ("cpu_nanocores", row => row.Cpu.Value),
        ("cpu_request_nanocores", row => row.Cpu.Request),
        ("cpu_limit_nanocores", row => row.Cpu.Limit),
        ("memory_bytes", row => row.Memory.Value),
        ("memory_request_bytes", row => row.Memory.Request),
        ("memory_limit_bytes", row => row.Memory.Limit),
        ("memory_growth_bytes_per_hour", row => row.MemoryGrowthBytesPerHour),
        ("sampled_at", row => Time(row.SampledAt)),
        ("why_missing", row => row.Why is { } why ? JsonNamingPolicy.CamelCase.ConvertName(why.ToString()) : null),
    ];

    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(",\"\r\n");

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        var extension = format == ExportFormat.Csv ? "csv" : "json";
        var name = string.Create(
            CultureInfo.InvariantCulture,
            $"pods-{FileName(cluster)}-{DateTimeOffset.FromUnixTimeMilliseconds(page.At):yyyyMMdd'T'HHmmss'Z'}.{extension}");
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        response.ContentType = format == ExportFormat.Csv ? "text/csv; charset=utf-8" : "application/json; charset=utf-8";
        if (format == ExportFormat.Json)
        {
            await JsonSerializer.SerializeAsync(response.Body, page.Rows, LiveJson.Default.PodRowArray, httpContext.RequestAborted);
            return;
        }

        var text = new StringBuilder();
        text.AppendJoin(',', Columns.Select(column => column.Name)).Append("\r\n");
        foreach (var row in page.Rows)
        {
            for (var i = 0; i < Columns.Length; i++)
            {
                text.Append(i == 0 ? "" : ",").Append(Cell(Columns[i].Of(row)));
            }

            text.Append("\r\n");
            if (text.Length > FlushAtBytes)
            {
                await response.WriteAsync(text.ToString(), httpContext.RequestAborted);
                text.Clear();
            }
        }

        await response.WriteAsync(text.ToString(), httpContext.RequestAborted);
    }

    /// <summary>A number as it is; a text quoted where it must be, and never one that a spreadsheet would take for a formula (the leading characters that OWASP names).</summary>
    internal static string Cell(object? value)
    {
        if (value is not string text)
        {
            return Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        }

        if (text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r')
        {
            text = "'" + text;
        }

        return text.AsSpan().ContainsAny(NeedsQuotes) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }

    private static string? Time(long? milliseconds) => milliseconds is { } known
        ? DateTimeOffset.FromUnixTimeMilliseconds(known).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
        : null;

    /// <summary>What of a name may stand in the name of a file everywhere.</summary>
    private static string FileName(string text) =>
        string.Concat(text.Select(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' ? character : '-'));
}
