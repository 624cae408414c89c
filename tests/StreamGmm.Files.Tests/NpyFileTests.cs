using System.Runtime.InteropServices;
using System.Text;
using static StreamGmm.Files.Tests.Reading;

namespace StreamGmm.Files.Tests;

public class NpyFileTests
{
    private const string Remedy = "Write it with np.save('x.npy', np.ascontiguousarray(x, dtype='float64')).";
    private static readonly double[] OneToSix = [1, 2, 3, 4, 5, 6];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void All_versions_of_the_format_are_read(byte version)
    {
        var read = Read(Npy("'<f8'", "False", "(3, 2)", OneToSix, version));
        Assert.Equal(OneToSix, read.Values());
        Assert.Equal(["0", "1"], read.Columns);
        Assert.Empty(read.Skipped);
    }

    [Theory]
    [InlineData("False", "(6,)", 1)]
    [InlineData("True", "(6,)", 1)]
    [InlineData("True", "(6, 1)", 1)]
    [InlineData("True", "(1, 6)", 6)]
    [InlineData("False", "(2, 3)", 3)]
    public void One_and_two_dimensions_are_read(string fortran, string shape, int dimension)
    {
        var read = Read(Npy("'<f8'", fortran, shape, OneToSix));
        Assert.Equal(OneToSix, read.Values());
        Assert.Equal(dimension, read.Samples.Dimension);
    }

    [Fact]
    public void Single_precision_is_read()
    {
        float[] values = [0.1f, -2.5f, 1e-40f, 3e38f];
        var read = Read(Npy("'<f4'", "False", "(2, 2)", MemoryMarshal.AsBytes<float>(values)));
        Assert.Equal([0.1f, -2.5f, 1e-40f, 3e38f], read.Values());
    }

    [Theory]
    [InlineData("'<f8'")]
    [InlineData("'<f4'")]
    public void Columns_weights_and_labels_are_asked_for_by_number(string type)
    {
        double[] values = [1, 2, 0, 4, 5, 6, -1, 8];
        var bytes = type == "'<f8'" ? MemoryMarshal.AsBytes<double>(values) : MemoryMarshal.AsBytes<float>(Array.ConvertAll(values, v => (float)v));
        var read = Read(Npy(type, "False", "(2, 4)", bytes), new ReadOptions { Columns = ["3", "0"], Weights = "1", Labels = "2" });
        Assert.Equal([4, 1, 8, 5], read.Values());
        Assert.Equal(["3", "0"], read.Columns);
        Assert.Equal([2, 6], read.Samples.Weights!.Value.ToArray());
        Assert.Equal([0, -1], read.Samples.Labels!.Value.ToArray());
    }

    [Fact]
    public void A_file_is_written_as_NumPy_writes_it()
    {
        using var stream = new MemoryStream();
        NpyFile.Write(stream, OneToSix, 2);
        Assert.Equal(Npy("'<f8'", "False", "(3, 2)", OneToSix), stream.ToArray());
        Assert.Equal(128 + (6 * sizeof(double)), stream.Length);
    }

    [Fact]
    public void A_part_of_a_row_is_not_written()
    {
        var error = Assert.Throws<ArgumentException>(() => NpyFile.Write(new MemoryStream(), OneToSix, 4));
        Assert.StartsWith("6 values are no whole number of rows of 4.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_read_stops() => Assert.Throws<OperationCanceledException>(
        () => NpyFile.Read(new MemoryStream(Npy("'<f8'", "False", "(6,)", OneToSix)), "x.npy", null, new CancellationToken(true)));

    [Theory]
    [InlineData(double.NaN, "is 'NaN': every feature must be a finite number. Clean the row or leave the column out with --columns.")]
    [InlineData(double.NegativeInfinity, "is '-Infinity': every feature must be a finite number. Clean the row or leave the column out with --columns.")]
    [InlineData(-1e150, "is '-1E+150': every feature must be below 1e150 in magnitude. Scale the column or leave it out with --columns.")]
    public void A_feature_that_is_no_finite_number_is_named(double value, string seen)
    {
        var bytes = Npy("'<f8'", "False", "(3, 2)", [1, 2, 3, value, 5, 6]);
        Assert.Equal($"x.npy: Row 2, column '1' {seen}", Error(() => Read(bytes)));
        Assert.Equal($"x.npy: Row 2, column '1' {seen}", Error(() => Read(bytes, new ReadOptions { Columns = ["1"] })));
    }

    [Fact]
    public void A_weight_and_a_label_that_are_none_are_named()
    {
        var bytes = Npy("'<f8'", "False", "(2, 2)", [1, 2, 3, -2.5]);
        Assert.StartsWith("x.npy: Row 2, column '1' is '-2.5': every weight must be", Error(() => Read(bytes, new ReadOptions { Weights = "1" })), StringComparison.Ordinal);
        Assert.StartsWith("x.npy: Row 2, column '1' is '-2.5': every label must be", Error(() => Read(bytes, new ReadOptions { Labels = "1" })), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'>f8'", "False", "(3, 2)", "'x.npy' holds elements of type '>f8': little-endian float64 '<f8' or float32 '<f4' was expected. " + Remedy)]
    [InlineData("'<i8'", "False", "(3, 2)", "'x.npy' holds elements of type '<i8': little-endian float64 '<f8' or float32 '<f4' was expected. " + Remedy)]
    [InlineData("[('a', '<f8')]", "False", "(6,)", "'x.npy' holds elements of type '[('a', '<f8')]': little-endian float64 '<f8' or float32 '<f4' was expected. " + Remedy)]
    [InlineData("'<f8'", "True", "(3, 2)", "'x.npy' is in Fortran order: C order, row after row, was expected. " + Remedy)]
    [InlineData("'<f8'", "False", "(1, 3, 2)", "'x.npy' has shape (1, 3, 2): one or two dimensions, rows by columns, were expected. Reshape it to (rows, columns) and save it again.")]
    [InlineData("'<f8'", "False", "()", "'x.npy' has shape (): one or two dimensions, rows by columns, were expected. Reshape it to (rows, columns) and save it again.")]
    [InlineData("'<f8'", "False", "(0, 2)", "'x.npy' has shape (0, 2): at least one row and one column are needed. Check that the array was filled before it was saved.")]
    [InlineData("'<f8'", "False", "(3, 0)", "'x.npy' has shape (3, 0): at least one row and one column are needed. Check that the array was filled before it was saved.")]
    [InlineData("'<f8'", "False", "(3, 9999999999)", "'x.npy' has shape (3, 9999999999): that is more than can be read. Save a part of it.")]
    [InlineData("'<f8'", "False", "(4, 2)", "'x.npy' ends after 48 of 64 bytes of data: it is cut off. Copy it or save it again.")]
    [InlineData("'<f8'", "False", "(9000000000000000000, 2000000000)", "'x.npy' ends after 48 of 144000000000000000000000000000 bytes of data: it is cut off. Copy it or save it again.")]
    [InlineData("'<f8'", "False", "(2, 2)", "'x.npy' goes on after the 32 bytes of data that its header tells of: one array was expected. Save one array to a file.")]
    [InlineData("'<f8'", "Maybe", "(3, 2)", "'x.npy' has the header '{'descr': '<f8', 'fortran_order': Maybe, 'shape': (3, 2), }': 'descr', 'fortran_order' and 'shape' were expected. " + Remedy)]
    [InlineData("'<f8'", "False", "(-3, 2)", "'x.npy' has the header '{'descr': '<f8', 'fortran_order': False, 'shape': (-3, 2), }': 'descr', 'fortran_order' and 'shape' were expected. " + Remedy)]
    public void What_cannot_be_read_is_told(string type, string fortran, string shape, string message) =>
        Assert.Equal(message, Error(() => Read(Npy(type, fortran, shape, OneToSix))));

    [Theory]
    [InlineData("", "'x.npy' is no .npy file: its first bytes are '', expected '934E554D5059'. " + Remedy)]
    [InlineData("612C620A312C320A", "'x.npy' is no .npy file: its first bytes are '612C620A312C', expected '934E554D5059'. " + Remedy)]
    [InlineData("934E554D50590400", "'x.npy' is in .npy format 4.0: 1.0, 2.0 or 3.0 was expected. " + Remedy)]
    [InlineData("934E554D505901007600", "'x.npy' ends inside its header: it is cut off. Copy it again.")]
    [InlineData("934E554D5059010076", "'x.npy' ends inside its header: it is cut off. Copy it again.")]
    [InlineData("934E554D50590200FFFFFFFF", "'x.npy' has a header of 4294967295 bytes: at most 65536 were expected. " + Remedy)]
    public void A_beginning_that_is_no_header_is_told(string hex, string message) =>
        Assert.Equal(message, Error(() => Read(Convert.FromHexString(hex))));

    private static NamedSamples Read(byte[] bytes, ReadOptions? options = null) => NpyFile.Read(new MemoryStream(bytes), "x.npy", options);

    private static byte[] Npy(string type, string fortran, string shape, double[] values, byte version = 1) =>
        Npy(type, fortran, shape, MemoryMarshal.AsBytes<double>(values), version);

    /// <summary>The bytes that np.save gives: magic, version, length, header padded with spaces to 64, data.</summary>
    private static byte[] Npy(string type, string fortran, string shape, ReadOnlySpan<byte> data, byte version = 1)
    {
        var before = version == 1 ? 10 : 12;
        var header = $"{{'descr': {type}, 'fortran_order': {fortran}, 'shape': {shape}, }}";
        while ((before + header.Length + 1) % 64 != 0)
            header += " ";
        byte[] length = [(byte)(header.Length + 1), (byte)((header.Length + 1) >> 8), 0, 0];
        return [0x93, .. "NUMPY"u8, version, 0, .. length[..(before - 8)], .. Encoding.ASCII.GetBytes(header), (byte)'\n', .. data];
    }
}
