using Dashboard.Diagnostics.Pages;

namespace Dashboard.Diagnostics.Tests.Pages;

public sealed class TextPageTests
{
    [Fact]
    public void Columns_are_aligned_numbers_to_the_right_words_to_the_left()
    {
        var page = new Page("two things", "what they are",
        [
            new FactList("Facts", [new("Short", "1", "a note"), new("Much longer", "1,000", "another")]),
            new Table("Rows", [new("N", ColumnKind.Number), new("Name", ColumnKind.Code), new("State")],
                [["7", "a", "open"], ["1,234", "longer\u001b[31m\nname", "closed"]], "what to know"),
            new Table("Nothing", [new("N")], []) { Empty = "None yet." },
        ]);

        Assert.Equal(
            """
            two things: what they are

            Facts
              Short        1      a note
              Much longer  1,000  another

            Rows
              (what to know)
                  N  NAME              STATE
                  7  a                 open
              1,234  longer�[31m�name  closed

            Nothing
              None yet.

            """, TextPage.Write(page));
    }
}
