namespace StreamGmm;

/// <summary>The text of an input as it comes, cut after lines that are complete: of CSV, those that end outside a quoted cell.</summary>
internal sealed class WholeLines(ReadAhead input, string name, bool? isJson)
{
    /// <summary>A line that is longer, or a quoted cell that is not closed for so long, is none.</summary>
    private const int LongestLine = 1 << 26;

    private byte[] text = new byte[1 << 17];
    private byte[] given = new byte[1 << 17];
    private int count;
    private int scanned;
    private int cut;
    private bool isQuoted;
    private bool begun;
    private bool ended;

    /// <summary>The first byte that is no white space begins an object or an array, unless it was known before; false until it is there.</summary>
    public bool IsJson => isJson ?? false;

    /// <summary>The complete lines that have come, waiting for one at least; at the end of the input what is left. Null when there is no more. Overwritten by the next call.</summary>
    public ReadOnlyMemory<byte>? Next(CancellationToken cancellationToken)
    {
        while (cut == 0)
        {
            ended = ended || !input.Take(Append, cancellationToken);
            if (!begun && !Begin())
                continue;
            if (ended)
                cut = count;
            else
                Scan();
            if (cut == 0 && ended)
                return null;
            if (cut == 0 && count > LongestLine)
                throw new InvalidDataException($"{Cell.Shorten(name)}: A line has more than {LongestLine >> 20} MiB: it does not end, or a quote is never closed. Correct the line.");
        }

        return Give();
    }

    private ReadOnlyMemory<byte> Give()
    {
        var lines = text.AsMemory(0, cut);
        var rest = text.AsSpan(cut, count - cut);
        if (given.Length < rest.Length)
            given = new byte[text.Length];
        rest.CopyTo(given);
        (text, given) = (given, text);
        (count, scanned, cut) = (rest.Length, scanned - cut, 0);
        return lines;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (text.Length - count < bytes.Length)
            Array.Resize(ref text, Math.Max(2 * text.Length, count + bytes.Length));
        bytes.CopyTo(text.AsSpan(count));
        count += bytes.Length;
    }

    /// <summary>Drops what is before the first line, and sees what kind of text it is; false while that is not known.</summary>
    private bool Begin()
    {
        if (count < 3 && !ended)
            return false;
        ReadOnlySpan<byte> there = text.AsSpan(0, count);
        if (there.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || there.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            throw new InvalidDataException($"{Cell.Quote(name)} is UTF-16 text: UTF-8 was expected. Convert it, as with iconv -f utf-16 -t utf-8.");
        var start = there.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? 3 : 0;
        var first = there[start..].IndexOfAnyExcept(" \t\r\n"u8);
        if (first < 0 && !ended)
            return false;
        isJson ??= first >= 0 && there[start + first] is (byte)'{' or (byte)'[';
        there[start..].CopyTo(text);
        count = first < 0 ? 0 : count - start;
        return begun = true;
    }

    /// <summary>Finds the last end of a line in what is new.</summary>
    private void Scan()
    {
        var fresh = text.AsSpan(scanned, count - scanned);
        if (IsJson || (!isQuoted && !fresh.Contains((byte)'"')))
        {
            cut = fresh.LastIndexOf((byte)'\n') is >= 0 and var end ? scanned + end + 1 : 0;
        }
        else
        {
            for (var at = 0; fresh[at..].IndexOfAny((byte)'"', (byte)'\n') is >= 0 and var step; at += step + 1)
            {
                if (fresh[at + step] == '"')
                    isQuoted = !isQuoted;
                else if (!isQuoted)
                    cut = scanned + at + step + 1;
            }
        }

        scanned = count;
    }
}
