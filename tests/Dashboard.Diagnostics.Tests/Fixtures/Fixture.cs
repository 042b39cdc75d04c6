namespace Dashboard.Diagnostics.Tests.Fixtures;

internal static class Fixture
{
    public static string Path(string name) => System.IO.Path.Join(AppContext.BaseDirectory, "Fixtures", name);

    public static byte[] Read(string name) => File.ReadAllBytes(Path(name));
}
