using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace StreamGmm;

/// <summary>What stands before the values in a <c>.npy</c> file: their type and shape.</summary>
internal sealed partial record NpyHeader(int ElementSize, long Rows, int Columns)
{
    /// <summary>What to try, at the end of most messages.</summary>
    private const string Remedy = "Write it with np.save('x.npy', np.ascontiguousarray(x, dtype='float64')).";

    /// <summary>The longest header that is read: NumPy's own limit is 10 000 bytes.</summary>
    private const int LongestText = 1 << 16;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>The length of the data, in bytes.</summary>
    public Int128 Length => (Int128)Rows * Columns * ElementSize;

    public static NpyHeader Read(Stream stream, string name)
    {
        var source = Cell.Quote(name);
        Span<byte> start = stackalloc byte[8];
        var got = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (got < start.Length || !start.StartsWith(Magic))
            throw new InvalidDataException($"{source} is no .npy file: its first bytes are '{Convert.ToHexString(start[..Math.Min(got, 6)])}', expected '{Convert.ToHexString(Magic)}'. {Remedy}");
        var (major, minor) = (start[6], start[7]);
        if (major is not (1 or 2 or 3) || minor != 0)
            throw new InvalidDataException($"{source} is in .npy format {major}.{minor}: 1.0, 2.0 or 3.0 was expected. {Remedy}");

        Span<byte> size = stackalloc byte[4];
        size.Clear();
        var whole = TryReadAll(stream, size[..(major == 1 ? 2 : 4)]);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(size);
        if (length > LongestText)
            throw new InvalidDataException($"{source} has a header of {length} bytes: at most {LongestText} were expected. {Remedy}");
        var text = new byte[length];
        if (!whole || !TryReadAll(stream, text))
            throw new InvalidDataException($"{source} ends inside its header: it is cut off. Copy it again.");
        return Parse(Encoding.UTF8.GetString(text), source);
    }

    /// <summary>Writes the header of a float64 array in C order, format 1.0, padded to 64 bytes as NumPy does.</summary>
    public static void Write(Stream stream, int rows, int columns)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{{'descr': '<f8', 'fortran_order': False, 'shape': ({rows}, {columns}), }}");
        var before = Magic.Length + 4;
        text = text.PadRight(((before + text.Length + 64) / 64 * 64) - before - 1) + "\n";
        stream.Write(Magic);
        stream.Write([1, 0, (byte)text.Length, (byte)(text.Length >> 8)]);
        stream.Write(Encoding.ASCII.GetBytes(text));
    }

    private static NpyHeader Parse(string text, string source)
    {
        var (type, order, shape) = (Type().Match(text), Order().Match(text), Shape().Match(text));
        if (!type.Success || !order.Success || !shape.Success)
            throw new InvalidDataException($"{source} has the header {Cell.Quote(text.Trim())}: 'descr', 'fortran_order' and 'shape' were expected. {Remedy}");

        var elementSize = type.Groups[1].Value switch { "'<f8'" => 8, "'<f4'" => 4, _ => 0 };
        if (elementSize == 0)
            throw new InvalidDataException($"{source} holds elements of type {Cell.Quote(type.Groups[1].Value.Trim('\''))}: little-endian float64 '<f8' or float32 '<f4' was expected. {Remedy}");

        var sizes = shape.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (sizes.Length is not (1 or 2))
            throw new InvalidDataException($"{source} has shape ({string.Join(", ", sizes)}): one or two dimensions, rows by columns, were expected. Reshape it to (rows, columns) and save it again.");
        if (!long.TryParse(sizes[0], NumberStyles.None, CultureInfo.InvariantCulture, out var rows))
            throw TooLarge();
        var columns = 1;
        if (sizes.Length == 2 && !int.TryParse(sizes[1], NumberStyles.None, CultureInfo.InvariantCulture, out columns))
            throw TooLarge();
        if (rows == 0 || columns == 0)
            throw new InvalidDataException($"{source} has shape ({string.Join(", ", sizes)}): at least one row and one column are needed. Check that the array was filled before it was saved.");
        if (order.Groups[1].Value == "True" && rows > 1 && columns > 1)
            throw new InvalidDataException($"{source} is in Fortran order: C order, row after row, was expected. {Remedy}");
        return new NpyHeader(elementSize, rows, columns);

        InvalidDataException TooLarge() => new($"{source} has shape ({string.Join(", ", sizes)}): that is more than can be read. Save a part of it.");
    }

    private static bool TryReadAll(Stream stream, Span<byte> bytes) =>
        stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length;

    [GeneratedRegex(@"^\s*\{.*'descr'\s*:\s*('[^']*'|\[.*?\])", RegexOptions.Singleline)]
    private static partial Regex Type();

    [GeneratedRegex(@"'fortran_order'\s*:\s*(True|False)\b")]
    private static partial Regex Order();

    [GeneratedRegex(@"'shape'\s*:\s*\(((?:\s*\d+\s*,?)*)\s*\)[^()]*\}\s*$")]
    private static partial Regex Shape();
}
