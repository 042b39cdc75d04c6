using System.Globalization;
using System.Text;

namespace Dashboard.Server.Live.Pods.Filter;

/// <summary>A piece of a filter as it is written, and where it begins, counted from 1.</summary>
internal readonly record struct FilterToken(string Text, int At);

/// <summary>Goes through a filter character by character, and keeps the first thing that is wrong with it.</summary>
internal sealed class FilterReader(string text)
{
    private int _at;

    /// <summary>What is wrong, with its place; null while nothing is.</summary>
    public string? Problem { get; private set; }

    /// <summary>Nothing more belongs to the term.</summary>
    public bool AtTermEnd => _at == text.Length || char.IsWhiteSpace(text[_at]);

    /// <summary>Place of the next character, counted from 1.</summary>
    public int Place => _at + 1;

    /// <summary>Goes to the next term; false at the end, or when something is wrong.</summary>
    public bool NextTerm()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
        {
            _at++;
        }

        return Problem is null && _at < text.Length;
    }

    public bool Take(string expected)
    {
        if (text.AsSpan(_at).StartsWith(expected))
        {
            _at += expected.Length;
            return true;
        }

        return false;
    }

    /// <summary>Reads what stands before the <c>:</c>, <c>&gt;</c>, <c>&lt;</c>, <c>=</c> or <c>!=</c> of a term; false, and nothing is read, when there is none.</summary>
    public bool TryKey(out FilterToken key)
    {
        var end = _at;
        while (end < text.Length && !char.IsWhiteSpace(text[end]) && text[end] is not ('"' or ':' or '>' or '<' or '=')
            && !text.AsSpan(end).StartsWith("!="))
        {
            end++;
        }

        var found = end < text.Length && text[end] is ':' or '>' or '<' or '=' or '!';
        key = new FilterToken(found ? text[_at..end] : "", Place);
        _at = found ? end : _at;
        return found;
    }

    /// <summary>Reads the characters that may stand in a label's key.</summary>
    public FilterToken LabelKey()
    {
        var begin = _at;
        while (_at < text.Length && (LabelNames.IsNameCharacter(text[_at]) || text[_at] == '/'))
        {
            _at++;
        }

        return new FilterToken(text[begin.._at], begin + 1);
    }

    /// <summary>Reads a value up to a comma or space outside quotes, and takes the quotes off.</summary>
    public FilterToken Value()
    {
        var begin = _at;
        var value = new StringBuilder();
        while (!AtTermEnd && text[_at] != ',')
        {
            if (text[_at] != '"')
            {
                value.Append(text[_at++]);
                continue;
            }

            var close = text.IndexOf('"', _at + 1);
            if (close < 0)
            {
                Fail(new FilterToken(text[_at..], Place), "the quote is never closed; a second \" ends it");
                _at = text.Length;
                break;
            }

            value.Append(text, _at + 1, close - _at - 1);
            _at = close + 1;
        }

        return new FilterToken(value.ToString(), begin + 1);
    }

    /// <summary>The rest of the term as it is written, to be shown.</summary>
    public FilterToken Rest()
    {
        var end = _at;
        while (end < text.Length && !char.IsWhiteSpace(text[end]))
        {
            end++;
        }

        return new FilterToken(text[_at..end], Place);
    }

    /// <summary>Keeps what is wrong; the first is the one that is told.</summary>
    public void Fail(FilterToken token, string cause)
    {
        var shown = token.Text.Length == 0 ? "" : token.Text.Length <= 40 ? $" \"{token.Text}\"" : $" \"{token.Text[..40]}…\"";
        Problem ??= string.Create(CultureInfo.InvariantCulture, $"at character {token.At}{shown}: {cause}.");
    }
}
