using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Dashboard.Server.Tests.Architecture;

namespace Dashboard.Server.Tests.Deploy;

/// <summary>docs/configuration.md against the options that it describes: every key, with its default.</summary>
public sealed partial class ConfigurationPageTests
{
    private static readonly IReadOnlyDictionary<string, string> Documented = RowPattern()
        .Matches(File.ReadAllText(Repository.PathTo("docs", "configuration.md")))
        .ToDictionary(match => match.Groups["key"].Value, match => match.Groups["default"].Value);

    private static readonly IReadOnlyDictionary<string, string> Real = OptionsTypes()
        .SelectMany(type => type.Options.GetProperties().Where(Binds).Select(property => (Key: $"{type.Section}:{property.Name}", Default: DefaultOf(property))))
        .ToDictionary(option => option.Key, option => option.Default);

    [Fact]
    public void Every_key_is_on_the_page() => Assert.Empty(Real.Keys.Except(Documented.Keys));

    [Fact]
    public void Every_key_of_the_page_exists() => Assert.Empty(Documented.Keys.Except(Real.Keys));

    [Fact]
    public void Defaults_are_those_of_the_code() => Assert.Equal(Lines(Real), Lines(Documented));

    private static IEnumerable<(string Section, Type Options)> OptionsTypes() =>
        typeof(Dashboard.Server.Access.AccessOptions).Assembly.GetTypes()
            .Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal) && type.GetField("Section") is not null)
            .Select(type => ((string)type.GetField("Section")!.GetRawConstantValue()!, type))
            .Append(("Debug", typeof(Dashboard.Diagnostics.DebugEndpointsOptions)))
            .Append(("Debug:Snapshot", typeof(Dashboard.Diagnostics.SnapshotOptions)));

    private static IEnumerable<string> Lines(IReadOnlyDictionary<string, string> options) =>
        options.Select(option => $"{option.Key} = {option.Value}").Order(StringComparer.Ordinal);

    private static bool Binds(PropertyInfo property) =>
        property.GetMethod is { IsStatic: false } && (property.CanWrite || (property.PropertyType != typeof(string) && property.PropertyType.IsAssignableTo(typeof(IEnumerable))));

    private static string DefaultOf(PropertyInfo property)
    {
        var value = property.GetValue(Activator.CreateInstance(property.DeclaringType!));
        return value is null or (IEnumerable and not string) ? "" : Convert.ToString(value, CultureInfo.InvariantCulture)!;
    }

    [GeneratedRegex(@"^\| `(?<key>\w+(?::\w+)+)` \| (?:`(?<default>[^`]*)`)? ?\|", RegexOptions.Multiline)]
    private static partial Regex RowPattern();
}
