using System.Globalization;
using System.Text;

namespace StreamGmm;

/// <summary>Rows as lines of CSV: numbers between commas, without a header.</summary>
internal sealed class CsvRowsFormat(RowFields fields)
{
    private readonly RowParts row = new(fields);

    /// <summary>Reads all rows; empty lines are passed over.</summary>
    /// <exception cref="InvalidDataException">There is something else.</exception>
    public void Read(ReadOnlySpan<byte> body, MessageRows rows)
    {
        foreach (var range in body.Split((byte)'\n'))
        {
            var line = body[range].Trim(" \t\r"u8);
            if (!line.IsEmpty)
                ReadLine(line, rows);
        }
    }

    private void ReadLine(ReadOnlySpan<byte> line, MessageRows rows)
    {
        var column = 0;
        row.Begin();
        foreach (var range in line.Split((byte)','))
        {
            var role = fields.RoleOf(column++);
            if (role != RowFields.None)
                Set(role, line[range].Trim(" \t"u8));
        }

        row.End(rows);
    }

    private void Set(int role, ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text.SequenceEqual("NaN"u8))
            row.SetMissing(role);
        else if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            row.Set(role, value);
        else if (row.IsTime(role) && DateTimeOffset.TryParse(Encoding.UTF8.GetString(text), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            row.SetTime(time);
        else
            throw new InvalidDataException($"{fields.NameOf(role)} is no {(row.IsTime(role) ? "time" : "number")}. A line of CSV is numbers between commas, without a header.");
    }
}
