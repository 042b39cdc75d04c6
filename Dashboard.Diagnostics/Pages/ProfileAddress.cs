using System.Globalization;
using System.Text;
using Dashboard.Diagnostics.Captures;

namespace Dashboard.Diagnostics.Pages;

/// <summary>The address of one view of one capture, relative to the page so that it holds under any base path.</summary>
internal sealed record ProfileAddress(string Profile, string? Snapshot, string? Base, ProfileView View)
{
    public static ProfileAddress Of(CaptureSelection selection, ProfileView view) => new(
        selection.Current!.Facts.Profile, selection.Current.IsKept ? selection.Current.Facts.Id : null, selection.Base?.Facts.Id, view);

    /// <summary>A page of this view.</summary>
    public string Page => Build(true, ("snapshot", Snapshot), ("base", Base));

    /// <summary>Another form of the same capture.</summary>
    public string Form(string name, string value) => Build(false, ("snapshot", Snapshot), ("base", Base), (name, value));

    /// <summary>The address of the file itself, as go tool pprof is given it.</summary>
    public string File => Build(false, ("snapshot", Snapshot), ("base", Base));

    public ProfileAddress With(Func<ProfileView, ProfileView> change) => this with { View = change(View) };

    private string Build(bool withView, params (string Name, string? Value)[] parameters)
    {
        var address = new StringBuilder(Profile);
        var separator = '?';
        foreach (var (name, value) in parameters)
            Add(name, value);
        if (withView)
        {
            Add("search", View.Search);
            Add("sort", View.Sort);
            Add("focus", View.Focus);
            Add("page", View.Page > 1 ? View.Page.ToString(CultureInfo.InvariantCulture) : null);
            Add("frames", View.AllFrames ? "all" : null);
        }

        return address.ToString();

        void Add(string name, string? value)
        {
            if (value is null)
                return;
            address.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
            separator = '&';
        }
    }
}
