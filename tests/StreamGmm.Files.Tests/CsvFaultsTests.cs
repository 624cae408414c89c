using static StreamGmm.Files.Tests.Reading;

namespace StreamGmm.Files.Tests;

/// <summary>What is said of CSV that is not as it should be.</summary>
public class CsvFaultsTests
{
    private const string Finite = "every feature must be a finite number. Clean the row or leave the column out with --columns.";
    private const string Small = "every feature must be below 1e150 in magnitude. Scale the column or leave it out with --columns.";
    private const string Weight = "every weight must be a finite number of 0 or more, below 1e150. Clean the row or name another column with --weights.";
    private const string Label = "every label must be a whole number of 0 or more, or -1 or empty where there is none. Clean the row or name another column with --labels.";
    private const string Equal = "all rows must be equally long. Complete the row; put text with commas in quotes.";

    [Theory]
    [InlineData("n/a", "is 'n/a'", Finite)]
    [InlineData("", "is empty", Finite)]
    [InlineData("\"\"", "is empty", Finite)]
    [InlineData("NaN", "is 'NaN'", Finite)]
    [InlineData("nan", "is 'nan'", Finite)]
    [InlineData("inf", "is 'inf'", Finite)]
    [InlineData("-Infinity", "is '-Infinity'", Finite)]
    [InlineData("1e999", "is '1e999'", Finite)]
    [InlineData("\"1,5\"", "is '1,5'", Finite)]
    [InlineData("0x10", "is '0x10'", Finite)]
    [InlineData("\"two\nlines\"", "is 'two·lines'", Finite)]
    [InlineData("1e150", "is '1e150'", Small)]
    [InlineData("-2e200", "is '-2e200'", Small)]
    public void A_feature_that_is_no_finite_number_is_named(string cell, string seen, string rest)
    {
        Assert.Equal($"x.csv: Row 3, column 'age' {seen}: {rest}", CsvError($"id,age\n1,2\n3,4\n5,{cell}\n6,7\n"));
        Assert.Equal($"x.csv: Row 3, column '1' {seen}: {rest}", CsvError($"1,2\n3,4\n5,{cell}\n"));
    }

    [Theory]
    [InlineData("nan")]
    [InlineData("-inf")]
    [InlineData("1e999")]
    public void A_column_that_begins_with_a_number_that_is_not_finite_is_not_skipped(string cell) =>
        Assert.Equal($"x.csv: Row 1, column 'b' is '{cell}': {Finite}", CsvError($"a,b\n1,{cell}\n2,3\n"));

    [Fact]
    public void A_long_cell_is_cut() =>
        Assert.Equal($"x.csv: Row 2, column 'a' is '{new string('x', 60)}…': {Finite}", CsvError($"a\n1\n{new string('x', 1000)}\n"));

    [Fact]
    public void A_column_asked_for_by_name_is_not_skipped() =>
        Assert.Equal($"x.csv: Row 1, column 'b' is 'x': {Finite}", CsvError("a,b\n1,x\n", new ReadOptions { Columns = ["a", "b"] }));

    [Theory]
    [InlineData("-1", "is '-1'")]
    [InlineData("NaN", "is 'NaN'")]
    [InlineData("inf", "is 'inf'")]
    [InlineData("1e200", "is '1e200'")]
    [InlineData("", "is empty")]
    [InlineData("heavy", "is 'heavy'")]
    public void A_weight_that_is_none_is_named(string cell, string seen) =>
        Assert.Equal($"x.csv: Row 2, column 'w' {seen}: {Weight}", CsvError($"a,w\n1,1\n2,{cell}\n", new ReadOptions { Weights = "w" }));

    [Theory]
    [InlineData("-2")]
    [InlineData("0.5")]
    [InlineData("nan")]
    [InlineData("3000000000")]
    [InlineData("setosa")]
    public void A_label_that_is_none_is_named(string cell) =>
        Assert.Equal($"x.csv: Row 2, column 'z' is '{cell}': {Label}", CsvError($"a,z\n1,1\n2,{cell}\n", new ReadOptions { Labels = "z" }));

    [Theory]
    [InlineData("a,b\n1,2\n3\n", "Row 2 has 1 cell, the header has 2")]
    [InlineData("a,b\n1,2,3\n", "Row 1 has 3 cells, the header has 2")]
    [InlineData("a,b\n1\n", "Row 1 has 1 cell, the header has 2")]
    [InlineData("1,2\n3,4,5\n", "Row 2 has 3 cells, the first row has 2")]
    public void A_ragged_row_is_named(string text, string seen) => Assert.Equal($"x.csv: {seen}: {Equal}", CsvError(text));

    [Theory]
    [InlineData("a,b\n1,2\n\n3,4\n", 2, "2 cells")]
    [InlineData("a\n1\n2\n\n\n3\n", 3, "1 cell")]
    [InlineData("a\n\n3\n", 1, "1 cell")]
    public void An_empty_line_between_rows_is_named(string text, int row, string cells) =>
        Assert.Equal($"x.csv: Row {row} is an empty line: every row before the last must have {cells}. Fill or remove the line.", CsvError(text));

    [Theory]
    [InlineData("")]
    [InlineData("\n \n\r\n")]
    public void An_empty_file_is_refused(string text) =>
        Assert.Equal("'x.csv' is empty: rows of numbers were expected, with or without a header. Check that it was written.", CsvError(text));

    [Theory]
    [InlineData("a,b")]
    [InlineData("a,b\n\n")]
    public void A_header_alone_is_refused(string text) =>
        Assert.Equal("'x.csv' has a header and no row: at least one row of numbers is needed. Check that it was written whole.", CsvError(text));

    [Theory]
    [InlineData("a,b\nx,y\n", null)]
    [InlineData("a,w\nx,1\n", "w")]
    public void A_file_without_a_feature_is_refused(string text, string? weights) => Assert.Equal(
        "'x.csv' has no numeric column for the features: the first row must hold a number in at least one column besides weights and labels. Write numbers as 1.5 and separate cells by commas.",
        CsvError(text, new ReadOptions { Weights = weights }));

    [Theory]
    [InlineData("a,b\n\"1,2\n3,4\n", "Row 1")]
    [InlineData("a,b\n1,2\n1\"x,2\n", "Row 2")]
    [InlineData("\"a,b\n1,2\n", "The first line")]
    public void A_quote_out_of_place_is_named(string text, string where) => Assert.Equal(
        $"x.csv: {where} has a quote out of place or never closed: a quoted cell begins and ends with one, and one inside is doubled. Correct the line.",
        CsvError(text));

    [Fact]
    public void A_name_given_to_two_columns_is_refused() =>
        Assert.Equal("x.csv: The header names column 'a' twice: each column needs a name of its own. Rename one of them.", CsvError("a,b,a\n1,2,3\n"));

    [Fact]
    public void A_column_that_is_not_there_is_told_with_those_that_are()
    {
        const string Message = "'x.csv' has no column 'age': its columns are 'a', 'b'. Name one of these.";
        Assert.Equal(Message, CsvError("a,b\n1,2\n", new ReadOptions { Columns = ["a", "age"] }));
        Assert.Equal(Message, CsvError("a,b\n1,2\n", new ReadOptions { Weights = "age" }));
        Assert.Equal(Message, CsvError("a,b\n1,2\n", new ReadOptions { Labels = "age" }));
    }

    [Fact]
    public void A_number_is_no_column_where_there_is_a_header() =>
        Assert.Equal("'x.csv' has no column '0': its columns are 'a', 'b'. Name one of these.", CsvError("a,b\n1,2\n", new ReadOptions { Columns = ["0"] }));

    [Theory]
    [InlineData("2")]
    [InlineData("-1")]
    [InlineData("a")]
    public void A_name_is_no_column_where_there_is_no_header(string name) => Assert.Equal(
        $"'x.csv' has no column '{name}': without a header the columns are the numbers 0 to 1. Name one of these.",
        CsvError("1,2\n", new ReadOptions { Columns = [name] }));

    [Fact]
    public void Of_many_columns_the_first_are_told() => Assert.Equal(
        $"'x.csv' has no column 'x': its columns are {string.Join(", ", Enumerable.Range(0, 20).Select(i => $"'c{i}'"))}, … (50 in all). Name one of these.",
        CsvError(string.Join(',', Enumerable.Range(0, 50).Select(i => $"c{i}")) + "\n" + string.Join(',', Enumerable.Repeat("1", 50)), new ReadOptions { Columns = ["x"] }));

    [Fact]
    public void A_column_has_one_role()
    {
        Assert.Equal(
            "Column 'a' is asked for twice: a column can be one feature only. Name it once.",
            CsvError("a,b\n1,2\n", new ReadOptions { Columns = ["a", "b", "a"] }));
        Assert.Equal(
            "Column 'a' is the weights column: it cannot be a feature too. Leave it out of --columns.",
            CsvError("a,b\n1,2\n", new ReadOptions { Columns = ["a", "b"], Weights = "a" }));
        Assert.Equal(
            "Column 'b' is the labels column: it cannot be a feature too. Leave it out of --columns.",
            CsvError("a,b\n1,2\n", new ReadOptions { Columns = ["a", "b"], Labels = "b" }));
        Assert.Equal(
            "Column 'a' is named for both the weights and the labels: they must be two columns.",
            CsvError("a,b\n1,2\n", new ReadOptions { Weights = "a", Labels = "a" }));
    }

    [Fact]
    public void To_ask_for_no_column_is_refused() => Assert.Equal(
        "No column is asked for: at least one is needed. Name one, or leave --columns out to read all numeric ones.",
        CsvError("a,b\n1,2\n", new ReadOptions { Columns = [] }));

    [Theory]
    [InlineData("a;b\n1;2\n", "Row 1 is one cell with ';' in it")]
    [InlineData("1;2\n3;4\n", "Row 1 is one cell with ';' in it")]
    [InlineData("a\tb\n1\t2\n", "Row 1 is one cell with a tab in it")]
    [InlineData("a;b\n1,5;2,5\n", "Row 1 has 3 cells", "not by ';'")]
    [InlineData("a\tb\n1,5\t2\n", "Row 1 has 2 cells", "not by a tab")]
    public void Other_separators_are_told(string text, params string[] parts) =>
        Assert.All([.. parts, "by commas"], part => Assert.Contains(part, CsvError(text), StringComparison.Ordinal));

    [Theory]
    [InlineData("name,2021\n1,2\n")]
    [InlineData("name,2021\n1,2")]
    [InlineData("2021,kind,name\n1,x,2\n")]
    public void A_header_with_a_number_for_a_name_is_refused(string text) => Assert.Equal(
        "x.csv: The first line looks like a header, but '2021' is a number: a line with a number is a row, and this one has text over numbers. Give every column a name that is no number; if the line is a row, write a header above it.",
        CsvError(text));

    [Theory]
    [InlineData(new byte[] { 0x1F, 0x8B, 8, 0, (byte)'"' }, "'pipe' is compressed by gzip: CSV text was expected. Decompress it first, or read it from a file whose name ends in .gz.")]
    [InlineData(new byte[] { 0x93, (byte)'N', (byte)'U', (byte)'M' }, "'pipe' is an array of NumPy: CSV text was expected. Read it from a file whose name ends in .npy.")]
    public void Bytes_of_another_format_are_told(byte[] bytes, string message) =>
        Assert.Equal(message, Error(() => CsvFile.Read(new MemoryStream(bytes), "pipe")));

    [Fact]
    public void A_column_that_a_mixture_was_fitted_to_is_missed() => Assert.Equal(
        "'x.csv' has no column 'age': the mixture was fitted to 'b', 'age', and the columns here are 'a', 'b'. Name those to take, in the order of the mixture, with --columns.",
        CsvError("a,b\n1,2\n", new ReadOptions { FittedColumns = ["b", "age"] }));
}
