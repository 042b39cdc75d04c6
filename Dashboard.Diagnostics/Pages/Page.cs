namespace Dashboard.Diagnostics.Pages;

/// <summary>What a person reads, laid out once and written as HTML or as text. JSON is written from the model itself.</summary>
internal sealed record Page(string Title, string Description, IReadOnlyList<Section> Sections)
{
    /// <summary>The relative address of the index.</summary>
    public string Index { get; init; } = "./";

    /// <summary>Other forms of the same content: label and relative address.</summary>
    public IReadOnlyList<(string Label, string Href)> Links { get; init; } = [];
}

/// <summary>A part of a page: a few facts, or a table.</summary>
internal abstract record Section(string Title, string? Note);

/// <summary>Single numbers with their names.</summary>
internal sealed record FactList(string Title, IReadOnlyList<Fact> Facts, string? Note = null) : Section(Title, Note);

/// <summary>One number: what it is, its value with the unit, and what to know about it.</summary>
internal sealed record Fact(string Label, string Value, string? Note = null, bool Warn = false);

/// <summary>Rows under columns; each row has as many cells as there are columns.</summary>
internal sealed record Table(string Title, IReadOnlyList<Column> Columns, IReadOnlyList<Cell[]> Rows, string? Note = null) : Section(Title, Note)
{
    /// <summary>Said instead of an empty table.</summary>
    public string Empty { get; init; } = "None.";
}

internal enum ColumnKind
{
    /// <summary>Words, left-aligned.</summary>
    Text,

    /// <summary>A number with its unit, right-aligned.</summary>
    Number,

    /// <summary>A name of the machine: a thread, an address.</summary>
    Code,

    /// <summary>Sentences, which may break into lines.</summary>
    Prose,
}

internal sealed record Column(string Title, ColumnKind Kind = ColumnKind.Text);

/// <summary>A cell's words; a share of 0 to 1 is drawn as a bar where drawing is possible.</summary>
internal readonly record struct Cell(string Text, double? Share = null, string? Href = null)
{
    public static implicit operator Cell(string text) => new(text);

    public static implicit operator Cell(long number) => new(Units.Count(number));
}
