using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Dashboard.Diagnostics.Pages;

namespace Dashboard.Diagnostics;

/// <summary>One thing that can be looked at under its name. What it captures, how that is laid out and how it is written are three types.</summary>
internal abstract class Probe
{
    /// <summary>The last segment of its address.</summary>
    public abstract string Name { get; }

    /// <summary>One line for the index.</summary>
    public abstract string Description { get; }

    /// <summary>What <see cref="Count"/> counts, in the plural.</summary>
    public abstract string Unit { get; }

    /// <summary>Its number now. The index asks every probe on each request: cheap.</summary>
    public abstract long Count();

    /// <summary>It has addresses below its own, which then ends with a slash.</summary>
    public virtual bool IsFolder => false;

    /// <summary>What a browser may do with its page.</summary>
    public virtual string ContentSecurityPolicy => Stylesheet.ContentSecurityPolicy;

    /// <summary>Captures once and writes that in the asked form.</summary>
    public abstract byte[] Answer(ProbeRequest request, ProcessFacts process);
}

/// <summary>A probe whose model is <typeparamref name="T"/>.</summary>
internal abstract class Probe<T> : Probe
{
    protected abstract JsonTypeInfo<T> Json { get; }

    protected abstract T Capture(ProbeRequest request);

    protected abstract Page LayOut(T model, ProbeRequest request);

    public sealed override byte[] Answer(ProbeRequest request, ProcessFacts process)
    {
        var model = Capture(request);
        return request.Format switch
        {
            PageFormat.Json => JsonSerializer.SerializeToUtf8Bytes(model, Json),
            PageFormat.Html => System.Text.Encoding.UTF8.GetBytes(HtmlPage.Write(LayOut(model, request), process, request.RefreshSeconds)),
            _ => System.Text.Encoding.UTF8.GetBytes(TextPage.Write(LayOut(model, request))),
        };
    }
}
