using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Dashboard.Diagnostics.Pprof;

/// <summary>Who may have which address below /debug/pprof/.</summary>
internal sealed class PprofAccess(DebugAnswer answer, IOptionsMonitor<DebugEndpointsOptions> options)
{
    public bool IsDisabled(string name) => options.CurrentValue.Disabled.Contains($"{PprofProbe.Folder}/{name}");

    public async ValueTask<bool> IsRefusedAsync(HttpContext context, string name, ProfileTier tier)
    {
        if (await answer.IsRefusedAsync(context, tier))
            return true;
        var off = options.CurrentValue.Disabled.Contains(PprofProbe.Folder) ? PprofProbe.Folder : IsDisabled(name) ? $"{PprofProbe.Folder}/{name}" : null;
        if (off is null)
            return false;
        await DebugAnswer.FailAsync(context, StatusCodes.Status404NotFound, $"'{off}' is switched off: take it out of DebugEndpointsOptions.Disabled.");
        return true;
    }
}
