using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Dashboard.Server.Cluster;
using Dashboard.Server.History;

namespace Dashboard.Server.Collection;

/// <summary>A request that did not give what it should, in words for a person.</summary>
internal sealed class ApiFailure(SourceCondition condition, string message, string remedy, Exception? inner = null) : Exception(message, inner)
{
    private const int MaxBodyBytes = 4096;
    private const int MaxDetail = 300;

    public SourceCondition Condition { get; } = condition;

    public string Remedy { get; } = remedy;

    /// <summary>The server asked not to be called before.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>410 and its like: where we were is not known there; only a new list helps.</summary>
    public bool Expired { get; init; }

    /// <summary>It answered, with something else.</summary>
    public bool Garbled { get; init; }

    /// <summary>Explains an answer that is not 200, whose body may be a Status, plain text or nothing.</summary>
    public static async Task<ApiFailure> OfAnswerAsync(HttpResponseMessage response, string what, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var detail = await DetailAsync(response, cancellationToken);
        var date = response.Headers.RetryAfter?.Date;
        var retryAfter = response.Headers.RetryAfter?.Delta ?? (date is null ? null : date.Value - (response.Headers.Date ?? timeProvider.GetUtcNow()));
        return Of(response.StatusCode, detail, what, retryAfter);
    }

    /// <summary>Explains a status code, of an answer or of an ERROR event.</summary>
    public static ApiFailure Of(HttpStatusCode code, string? detail, string what, TimeSpan? retryAfter = null)
    {
        var isMetrics = what.EndsWith(".metrics.k8s.io", StringComparison.Ordinal);
        var said = string.IsNullOrEmpty(detail) ? string.Empty : ": " + detail;
        return code switch
        {
            HttpStatusCode.NotFound when isMetrics => new(
                SourceCondition.Absent, "The cluster has no metrics API (404): metrics-server is not installed.",
                "Install metrics-server. Until then pods and nodes are shown without usage."),
            HttpStatusCode.NotFound => new(
                SourceCondition.Absent, $"The API server does not know {what} (404){said}", "Check that the address is a Kubernetes API server's."),
            HttpStatusCode.Unauthorized => new(
                SourceCondition.Forbidden, $"The API server does not accept the credentials (401){said}",
                "Renew the token or the certificate; a changed file is read by itself."),
            HttpStatusCode.Forbidden => new(
                SourceCondition.Forbidden, $"The account may not read {what} (403){said}",
                $"Give it a ClusterRole with get, list{(isMetrics ? "" : ", watch")} on {what}."),
            HttpStatusCode.Gone => new(
                SourceCondition.Unavailable, $"The list of {what} had expired (410){said}", "Nothing: it is listed anew.")
            {
                Expired = true,
                RetryAfter = retryAfter,
            },
            HttpStatusCode.GatewayTimeout when said.Contains("Too large resource version", StringComparison.Ordinal) => new(
                SourceCondition.Unavailable, $"The API server has forgotten later versions of {what} than it now has (504){said}",
                "Nothing: it is listed anew. It was restored from a backup, or another one answers now.")
            {
                Expired = true,
            },
            HttpStatusCode.TooManyRequests => new(
                SourceCondition.Unavailable, $"The API server asks to be called less often (429){Pause(retryAfter)}{said}",
                "It passes by itself; if it stays, raise Collection:Interval or look at API Priority and Fairness.")
            {
                RetryAfter = retryAfter,
            },
            HttpStatusCode.ServiceUnavailable when isMetrics => new(
                SourceCondition.Unavailable, $"The metrics API is installed, but not available (503){said}",
                "`kubectl get apiservice v1beta1.metrics.k8s.io` says why; look at metrics-server's pods and their log.")
            {
                RetryAfter = retryAfter,
            },
            _ => new(
                SourceCondition.Unavailable, $"The API server answered {(int)code} for {what}{said}", "It is tried again; if it stays, look at the API server's log.")
            {
                RetryAfter = retryAfter,
            },
        };
    }

    /// <summary>Explains an exception that a request or the reading of its body ended with.</summary>
    public static ApiFailure Of(Exception failure, string what, TimeSpan timeout) => failure switch
    {
        ApiFailure known => known,
        ClusterConfigurationException broken => new(SourceCondition.Unavailable, broken.Message, broken.Remedy, broken),
        JsonException json => new(
            SourceCondition.Unavailable, $"The answer for {what} is not what it should be: {Shorten(json.Message)}",
            "It is tried again; if it stays, look at what answers instead of the API server, such as a proxy.", json)
        {
            // Going on from where it broke would only meet the same again.
            Garbled = true,
        },
        OperationCanceledException => new(
            SourceCondition.Unavailable, string.Create(CultureInfo.InvariantCulture, $"No answer for {what} within {timeout.TotalSeconds:0.#} s"),
            "It is tried again; if it stays, look at the network and the API server's load, or raise Cluster:RequestTimeout.", failure),
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } tls => new(
            SourceCondition.Unavailable, $"The connection to the API server is not secure: {Shorten(Innermost(tls))}",
            "Check the kubeconfig's certificate-authority and the server's certificate; a changed file is read by itself.", tls),
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } name => new(
            SourceCondition.Unavailable, $"The API server's name is not known: {Shorten(name.Message)}", "Check the kubeconfig's server address and the DNS.", name),
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } refused => new(
            SourceCondition.Unavailable, $"The API server cannot be reached: {Shorten(refused.Message)}",
            "Check that it runs and that its address and the network between are right.", refused),
        _ => new(
            SourceCondition.Unavailable, $"The connection broke while {what} was read: {Shorten(Innermost(failure))}",
            "It is tried again; if it stays, look at the network and at proxies between.", failure),
    };

    private static string Pause(TimeSpan? retryAfter) =>
        retryAfter is { } pause ? string.Create(CultureInfo.InvariantCulture, $", for {Math.Max(0, pause.TotalSeconds):0} s") : string.Empty;

    private static async Task<string?> DetailAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            var bytes = new byte[MaxBodyBytes];
            var length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
            return Shorten(StatusMessage(bytes.AsSpan(0, length)) ?? Encoding.UTF8.GetString(bytes, 0, length));
        }
        catch (Exception failure) when (failure is IOException or HttpRequestException)
        {
            return null;
        }
    }

    private static string? StatusMessage(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, isFinalBlock: false, default);
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("message"u8))
                {
                    return reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                }
            }
        }
        catch (JsonException)
        {
            // Plain text, as of a 429 by the API server's filters.
        }

        return null;
    }

    private static string Innermost(Exception failure) => failure.GetBaseException().Message;

    private static string Shorten(string text)
    {
        text = text.Trim().ReplaceLineEndings(" ");
        return text.Length > MaxDetail ? string.Concat(text.AsSpan(0, MaxDetail), "…") : text;
    }
}
