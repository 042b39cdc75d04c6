using System.Globalization;
using Microsoft.Extensions.Options;

namespace Dashboard.Diagnostics.Health;

internal sealed class DebugHealthOptionsValidator : IValidateOptions<DebugHealthOptions>
{
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(1);

    public ValidateOptionsResult Validate(string? name, DebugHealthOptions options)
    {
        var failures = new List<string>();
        if (options.MaximumQueueWait < Least || options.MaximumQueueWait > Most)
            Fail(nameof(options.MaximumQueueWait), options.MaximumQueueWait.ToString("c", CultureInfo.InvariantCulture), "use a time from 10 milliseconds to 1 minute");
        CheckShare(nameof(options.MaximumMemoryShare), options.MaximumMemoryShare);
        CheckShare(nameof(options.MaximumHeapShare), options.MaximumHeapShare);
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void CheckShare(string key, double share)
        {
            // NaN is neither.
            if (!(share > 0 && share <= 1))
                Fail(key, share.ToString(CultureInfo.InvariantCulture), "use a share above 0 and up to 1, as 0.9");
        }

        void Fail(string key, string value, string remedy) => failures.Add($"{nameof(DebugHealthOptions)}.{key} of the health check '{name}' is {value}: {remedy}.");
    }
}
