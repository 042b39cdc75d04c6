using System.Text.Json;

namespace Dashboard.Server.Collection;

/// <summary>
/// Reads a Kubernetes list (<c>{"metadata":{…},"items":[…]}</c>) piece by piece as it arrives, item by item. A derived reader knows the
/// items; an item that cannot be read costs that item and is counted, JSON that is broken fails the whole list.
/// </summary>
/// <remarks>Resumable at items: one that the piece ends in is read again from its beginning, so a piece should hold many. Not thread-safe.</remarks>
internal abstract class ListReader
{
    private enum Place
    {
        BeforeRoot,
        InRoot,
        InItems,
        AfterRoot,
    }

    private JsonReaderState _state;
    private Place _place;
    private bool _sawItems;

    /// <summary>Items that were read.</summary>
    public int Items { get; private set; }

    /// <summary>Items of this list that could not be read.</summary>
    public int BadItems { get; private set; }

    /// <summary>metadata.resourceVersion; from it a watch goes on.</summary>
    public string? ResourceVersion { get; private set; }

    /// <summary>metadata.continue: there is another page.</summary>
    public string? Continue { get; private set; }

    /// <summary>Forgets the list before; the derived reader decides what it keeps of its items.</summary>
    public virtual void Begin()
    {
        _state = default;
        _place = Place.BeforeRoot;
        _sawItems = false;
        Items = 0;
        BadItems = 0;
        ResourceVersion = null;
        Continue = null;
    }

    /// <summary>Reads what it can of a piece.</summary>
    /// <param name="piece">The bytes left over by the last call, and those that came after them.</param>
    /// <param name="isLast">Nothing comes after the piece: what is incomplete now is an error.</param>
    /// <returns>How many bytes were consumed.</returns>
    /// <exception cref="JsonException">It is not JSON, or not a list, or it ends in the middle.</exception>
    public int Read(ReadOnlySpan<byte> piece, bool isLast)
    {
        var offset = 0;
        var reader = new Utf8JsonReader(piece, isLast, _state);
        while (true)
        {
            var checkpoint = reader;
            var items = Items;
            if (!Step(ref reader))
            {
                if (isLast && _place != Place.AfterRoot)
                {
                    throw new JsonException("The answer ends in the middle of the list.");
                }

                _state = checkpoint.CurrentState;
                return offset + (int)checkpoint.BytesConsumed;
            }

            if (Items > items)
            {
                // The reader stands behind an item: it goes on behind those that could be read at a glance.
                var end = offset + (int)reader.BytesConsumed;
                var length = ReadPlainItems(piece[end..]);
                if (length > 0)
                {
                    offset = end + length;
                    reader = new Utf8JsonReader(piece[offset..], isLast, reader.CurrentState);
                }
            }
        }
    }

    /// <summary>Reads one item; the reader stands on its StartObject and must be left on its EndObject.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="bad">Set when the item cannot be used; then where the reader stands does not matter.</param>
    /// <returns>False when the piece ends in the item; it will come again.</returns>
    protected abstract bool TryReadItem(ref Utf8JsonReader reader, ref bool bad);

    /// <summary>
    /// Reads an item that is written exactly as the API server writes it, without a tokenizer; by default none. What is written in any
    /// other way, or is bad, or incomplete, is left to <see cref="TryReadItem"/>.
    /// </summary>
    /// <param name="item">From the item's opening brace to the end of the piece.</param>
    /// <returns>The item's length; 0 when it is to be read with care.</returns>
    protected virtual int ReadPlainItem(ReadOnlySpan<byte> item) => 0;

    private int ReadPlainItems(ReadOnlySpan<byte> rest)
    {
        var consumed = 0;
        while (consumed + 1 < rest.Length && rest[consumed] == ',' && rest[consumed + 1] == '{')
        {
            var length = ReadPlainItem(rest[(consumed + 1)..]);
            if (length == 0)
            {
                break;
            }

            Items++;
            consumed += 1 + length;
        }

        return consumed;
    }

    private bool Step(ref Utf8JsonReader reader)
    {
        if (!reader.Read())
        {
            return false;
        }

        switch (_place)
        {
            case Place.BeforeRoot when reader.TokenType == JsonTokenType.StartObject:
                _place = Place.InRoot;
                return true;
            case Place.BeforeRoot:
                throw new JsonException("The answer is not a JSON object.");
            case Place.InRoot when reader.TokenType == JsonTokenType.EndObject:
                _place = Place.AfterRoot;
                return _sawItems ? true : throw new JsonException("The answer has no items: it is not a list.");
            case Place.InRoot:
                return StepRoot(ref reader);
            case Place.InItems when reader.TokenType == JsonTokenType.EndArray:
                _place = Place.InRoot;
                return true;
            case Place.InItems:
                return StepItem(ref reader);
            default:
                return true;
        }
    }

    private bool StepRoot(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("items"u8))
        {
            if (!reader.Read())
            {
                return false;
            }

            // Go writes null for an empty slice.
            _sawItems = reader.TokenType is JsonTokenType.StartArray or JsonTokenType.Null;
            _place = reader.TokenType == JsonTokenType.StartArray ? Place.InItems : Place.InRoot;
            return _sawItems ? true : throw new JsonException("The list's items are not an array.");
        }

        return reader.ValueTextEquals("metadata"u8) ? TryReadMetadata(ref reader) : reader.TrySkip();
    }

    private bool TryReadMetadata(ref Utf8JsonReader reader)
    {
        if (!reader.Read())
        {
            return false;
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return reader.TrySkip();
        }

        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                return true;
            }

            var isVersion = reader.ValueTextEquals("resourceVersion"u8);
            var isContinue = reader.ValueTextEquals("continue"u8);
            if (!isVersion && !isContinue)
            {
                if (!reader.TrySkip())
                {
                    return false;
                }

                continue;
            }

            if (!reader.Read() || !reader.TrySkip())
            {
                return false;
            }

            var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            text = string.IsNullOrEmpty(text) ? null : text;
            ResourceVersion = isVersion ? text : ResourceVersion;
            Continue = isContinue ? text : Continue;
        }

        return false;
    }

    private bool StepItem(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            if (!reader.TrySkip())
            {
                return false;
            }

            BadItems++;
            return true;
        }

        var start = reader;
        var bad = false;
        if (!TryReadItem(ref reader, ref bad) && !bad)
        {
            return false;
        }

        if (!bad)
        {
            Items++;
            return true;
        }

        reader = start;
        if (!reader.TrySkip())
        {
            return false;
        }

        BadItems++;
        return true;
    }
}
