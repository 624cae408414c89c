using System.Buffers.Binary;

namespace StreamGmm;

/// <summary>A file that records are appended to, each on the disk before the next; what a kill or a loss of power left of the last is dropped.</summary>
/// <remarks>
/// Little endian:
/// <code>
/// offset  bytes  field
///      0      8  magic: "SGMMFITJ"
///      8      4  version of the format, 1
///     12      4  reserved, 0
///     16         records, one after another:
///      0      1    what was asked: 0 summarize, 1 draw, 2 expect
///      1      3    reserved, 0
///      4      4    number of the call, from 0
///      8      8    n, the length of the answer
///     16     32    SHA-256 of the arguments of the call
///     48     16    first half of SHA-256 of the 48 bytes before
///     64      n    the answer, see JournalBody
/// 64 + n     16    first half of SHA-256 of the answer
/// </code>
/// </remarks>
internal sealed class JournalFile : IDisposable
{
    private const int HeaderLength = 16;

    private const int Version = 1;

    private readonly FileStream stream;
    private readonly string path;
    private readonly Lock gate = new();
    private readonly List<JournalRecord> records = [];

    /// <summary>Where the next record goes: after the last whole one.</summary>
    private long end;

    /// <summary>Reads what is there; the file is closed where that is no journal.</summary>
    public JournalFile(FileStream stream, string path)
    {
        (this.stream, this.path) = (stream, path);
        try
        {
            if (IsBegun())
                Scan();
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>The records.</summary>
    public IReadOnlyList<JournalRecord> Records => records;

    private static ReadOnlySpan<byte> Magic => "SGMMFITJ"u8;

    /// <summary>Opens a file for itself alone; one that is not there is made.</summary>
    /// <exception cref="IOException">It cannot be opened, or is another's.</exception>
    /// <exception cref="InvalidDataException">It is no journal, or damaged.</exception>
    public static JournalFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path) || (File.Exists(path) && AtomicFile.IsSpecial(path)))
            throw new IOException($"'{path}' is a directory, a device or a pipe: a file was expected, or a name that is not taken.");
        try
        {
            return new JournalFile(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0), path);
        }
        catch (IOException e) when (IsLocked(e))
        {
            throw new IOException($"The journal '{path}' is open elsewhere: one fit at a time writes to it. Wait until that one has ended, or take another file.", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"The journal '{path}' cannot be opened: {e.Message}", e);
        }
    }

    /// <summary>The answer of a record.</summary>
    public byte[] Read(JournalRecord record)
    {
        lock (gate)
            return At(record.Start, record.Length + JournalRecord.ChecksumLength) is var answer && JournalRecord.IsWhole(answer) ? answer[..^JournalRecord.ChecksumLength] : throw Damaged(record.Number, record.Start - JournalRecord.HeadLength);
    }

    /// <summary>Writes a record after the last; it is on the disk when this returns.</summary>
    /// <exception cref="IOException">It cannot be written: what was there before stays readable.</exception>
    public void Append(JournalCall call, byte[] digest, ReadOnlySpan<byte> answer)
    {
        lock (gate)
        {
            var record = new JournalRecord(call, records.Count, answer.Length, digest);
            var bytes = record.Around(answer);
            if (end == 0)
                bytes = [.. Header(), .. bytes];
            // What is left of a record that was cut off.
            if (stream.Length != end)
                stream.SetLength(end);
            stream.Position = end;
            stream.Write(bytes);
            stream.Flush(flushToDisk: true);
            end += bytes.Length;
            records.Add(record with { Start = end - answer.Length - JournalRecord.ChecksumLength });
        }
    }

    public void Dispose()
    {
        lock (gate)
            stream.Dispose();
    }

    private static byte[] Header()
    {
        var header = new byte[HeaderLength];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(Magic.Length), Version);
        return header;
    }

    /// <summary>What the system says where a file is locked: a sharing violation on Windows, EWOULDBLOCK elsewhere.</summary>
    private static bool IsLocked(IOException e) => e.HResult is unchecked((int)0x80070020) or 11 or 35;

    /// <summary>There is a whole header; a part of one is what a kill left of it.</summary>
    private bool IsBegun()
    {
        var (header, begin) = (Header(), At(0, Math.Min(stream.Length, HeaderLength)));
        if (begin.AsSpan().SequenceEqual(header))
            return true;
        if (begin.Length < HeaderLength && (begin.AsSpan().SequenceEqual(header.AsSpan(0, begin.Length)) || !begin.AsSpan().ContainsAnyExcept((byte)0)))
            return false;
        if (begin.Length == HeaderLength && begin.AsSpan().StartsWith(Magic))
            throw new InvalidDataException($"'{path}' is a journal of format {BinaryPrimitives.ReadInt32LittleEndian(begin.AsSpan(Magic.Length))}, this library writes {Version}: go on with the version it was made with, or take another file.");
        throw new InvalidDataException($"'{path}' is no journal of a fit: it does not begin like one. Take a file that is, or a name that is not taken.");
    }

    private void Scan()
    {
        for (end = HeaderLength; stream.Length - end >= JournalRecord.HeadLength;)
        {
            var (number, start) = (records.Count, end + JournalRecord.HeadLength);
            if (JournalRecord.Read(At(end, JournalRecord.HeadLength)) is not { } record)
            {
                // A file that grew before its bytes were there when the power was lost.
                if (IsNothingFrom(end))
                    return;
                throw Damaged(number, end);
            }

            if (record.Number != number || record.Call > JournalCall.Expect || record.Length is < 0 or > int.MaxValue)
                throw Damaged(number, end);
            var after = start + record.Length + JournalRecord.ChecksumLength;
            if (after > stream.Length)
                return;
            if (!JournalRecord.IsWhole(At(start, after - start)))
            {
                if (after == stream.Length)
                    return;
                throw Damaged(number, end);
            }

            records.Add(record with { Start = start });
            end = after;
        }
    }

    private bool IsNothingFrom(long from)
    {
        for (var at = from; at < stream.Length; at += HeaderLength)
        {
            if (At(at, Math.Min(HeaderLength, stream.Length - at)).AsSpan().ContainsAnyExcept((byte)0))
                return false;
        }

        return true;
    }

    private byte[] At(long start, long length)
    {
        var bytes = new byte[length];
        stream.Position = start;
        stream.ReadExactly(bytes);
        return bytes;
    }

    private InvalidDataException Damaged(int number, long start) => new(
        $"'{path}': the record of call {number}, at byte {start} of {stream.Length}, is damaged. The {number} before it are whole: cut the file to its first {start} bytes to go on from them, or remove it to begin anew.");
}
