namespace Dashboard.Server.Tests.Deploy;

/// <summary>The keys that the server's options really bind.</summary>
internal static class ConfigurationKeys
{
    /// <summary>Why an environment variable of a container would not do what it seems to; null when it would.</summary>
    public static string? Problem(string variable, string value)
    {
        if (variable is "ASPNETCORE_HTTP_PORTS" or "ASPNETCORE_URLS" or "DOTNET_gcServer")
        {
            return null;
        }

        if (variable.Split("__") is not [var section, var key])
        {
            return $"{variable} is not Section__Key";
        }

        var options = typeof(Dashboard.Server.Access.AccessOptions).Assembly.GetTypes()
            .FirstOrDefault(type => type.Name.EndsWith("Options", StringComparison.Ordinal) && type.GetField("Section")?.GetRawConstantValue() as string == section);
        if (options is null)
        {
            return $"{variable}: no options class has the section '{section}'";
        }

        var property = options.GetProperty(key);
        if (property is null)
        {
            return $"{variable}: {options.Name} has no '{key}'";
        }

        return property.PropertyType.IsEnum && !Enum.TryParse(property.PropertyType, value, ignoreCase: true, out _)
            ? $"{variable}: '{value}' is not one of {string.Join(", ", Enum.GetNames(property.PropertyType))}"
            : null;
    }
}
