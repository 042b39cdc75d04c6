namespace Dashboard.Diagnostics.Sources;

/// <summary>A place in a source file. The file is named as its reader looks for it: see <see cref="SourcePaths"/>.</summary>
internal readonly record struct SourceLine(string File, int Line);
