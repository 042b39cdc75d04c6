using System.Text;
using Dashboard.Diagnostics.Pprof;
using static Dashboard.Diagnostics.Pages.HtmlDocument;

namespace Dashboard.Diagnostics.Pages;

/// <summary>Search and sort, as a form and links: no script is needed.</summary>
internal static class ProfileControlsHtml
{
    public static void Write(StringBuilder html, Profile profile, int type, ProfileAddress address)
    {
        html.Append("<form class=\"controls\" method=\"get\" action=\"").Append(E(address.Profile)).Append("\" role=\"search\">\n");
        Hidden(html, "snapshot", address.Snapshot);
        Hidden(html, "base", address.Base);
        Hidden(html, "sort", address.View.Sort);
        Hidden(html, "format", "html");
        html.Append("<input type=\"search\" name=\"search\" aria-label=\"Search stacks\" placeholder=\"method, file or label\" value=\"").Append(E(address.View.Search ?? ""))
            .Append("\"><button>Search</button>");
        if (address.View.Search is not null)
            html.Append(" <a href=\"").Append(E(address.With(v => v with { Search = null, Page = 1 }).Page)).Append("\">all stacks</a>");
        if (profile.SampleTypes.Count > 1)
        {
            html.Append("<span class=\"sort\">by ");
            for (var i = 0; i < profile.SampleTypes.Count; i++)
            {
                var title = E(SampleTypes.Title(profile.SampleTypes[i]));
                var name = profile.SampleTypes[i].Type;
                if (i == type)
                    html.Append("<b aria-current=\"true\">").Append(title).Append("</b> ");
                else
                    html.Append("<a href=\"").Append(E(address.With(v => v with { Sort = name, Page = 1 }).Page)).Append("\">").Append(title).Append("</a> ");
            }

            html.Append("</span>");
        }

        html.Append("</form>\n");
    }

    internal static void Hidden(StringBuilder html, string name, string? value)
    {
        if (value is not null)
            html.Append("<input type=\"hidden\" name=\"").Append(name).Append("\" value=\"").Append(E(value)).Append("\">");
    }
}
