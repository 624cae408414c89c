using FsCheck;
using FsCheck.Fluent;

namespace StreamGmm.Files.Tests;

/// <summary>What is written is read back bit for bit, by blocks of any size.</summary>
public class FilesLaws
{
    [Fact]
    public void Npy_reads_back_the_bits_written() => Prop.ForAll(Tables, table =>
    {
        using var stream = new MemoryStream();
        NpyFile.Write(stream, table.Values, table.Columns);
        stream.Position = 0;
        return Bits(NpyFile.Read(stream, "x.npy").Values()).SequenceEqual(Bits(table.Values));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Csv_reads_back_the_bits_written() => Prop.ForAll(Tables, table =>
        Bits(Reading.Csv(Csv(table)).Values()).SequenceEqual(Bits(table.Values))).QuickCheckThrowOnFailure();

    [Fact]
    public void Blocks_together_are_the_whole() => Prop.ForAll(Tables, Gen.Choose(1, 9).ToArbitrary(), (table, rows) =>
    {
        using var stream = new MemoryStream(System.Text.Encoding.ASCII.GetBytes(Csv(table)));
        var blocks = CsvFile.ReadBlocks(stream, "x.csv", rowsPerBlock: rows).ToList();
        return blocks.SkipLast(1).All(b => b.Samples.Count == rows) && Bits(blocks.SelectMany(b => b.Values())).SequenceEqual(Bits(table.Values));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Blocks_opened_by_name_are_together_the_whole() => Prop.ForAll(Tables, Gen.Choose(1, 9).ToArbitrary(), (table, rows) =>
    {
        var root = Directory.CreateTempSubdirectory("streamgmm").FullName;
        using (var stream = File.Create(Path.Combine(root, "x.npy")))
            NpyFile.Write(stream, table.Values, table.Columns);
        var (names, elsewhere) = (new FileBlocks(root, "*.npy", rowsPerBlock: rows).Blocks, FileBlocks.ByName(root));
        var blocks = names.Select(name => elsewhere.Open(name, default)).ToList();
        Directory.Delete(root, recursive: true);
        return blocks.SkipLast(1).All(b => b.Count == rows) && Bits(blocks.SelectMany(b => b.Values())).SequenceEqual(Bits(table.Values));
    }).QuickCheckThrowOnFailure();

    /// <summary>Tables of 1 to 5 columns and 1 to 20 rows of any doubles below 1e150 in magnitude, tiny ones and −0 among them.</summary>
    private static Arbitrary<Table> Tables => (
        from columns in Gen.Choose(1, 5)
        from rows in Gen.Choose(1, 20)
        from values in Gen.Frequency((1, Gen.Elements(0, -0.0, double.Epsilon, 0.1, 1e149)), (9, AnyBits)).ArrayOf(rows * columns)
        select new Table(columns, values)).ToArbitrary();

    private static Gen<double> AnyBits =>
        from high in Gen.Choose(int.MinValue, int.MaxValue)
        from low in Gen.Choose(int.MinValue, int.MaxValue)
        let value = BitConverter.Int64BitsToDouble(((long)high << 32) | (uint)low)
        select Math.Abs(value) < 1e150 ? value : high / 7.0;

    private static string Csv(Table table)
    {
        var writer = new StringWriter();
        CsvFile.Write(writer, table.Values, table.Columns);
        return writer.ToString();
    }

    private static IEnumerable<long> Bits(IEnumerable<double> values) => values.Select(BitConverter.DoubleToInt64Bits);

    private sealed record Table(int Columns, double[] Values)
    {
        public override string ToString() => $"{Columns} columns: {string.Join(", ", Values)}";
    }
}
