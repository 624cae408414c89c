using System.Text;

namespace StreamGmm.Cli.Tests.Faults;

/// <summary>Data that cannot be fitted: code 2, one line that says where, no file written.</summary>
public sealed class BadDataTests : IDisposable
{
    private readonly Folder folder = new();

    [Theory]
    [InlineData("x,y\n1,2\nNaN,3\n", "Row 2", "'x'", "finite")]
    [InlineData("x,y\n1,2\n2,inf\n", "Row 2", "'y'", "finite")]
    [InlineData("x,y\n1,2\n2,-Infinity\n", "Row 2", "'y'", "finite")]
    [InlineData("x,y\nNaN,2\n2,3\n", "Row 1", "'x'")]
    [InlineData("x,y\n1,2\n2\n", "Row 2", "1 cell")]
    [InlineData("x,y\n1,2\n2,3,4\n", "Row 2", "3 cells")]
    [InlineData("", "is empty")]
    [InlineData("x,y\n", "has a header and no row")]
    [InlineData("x,y\n1,2\n2,n/a\n", "Row 2", "'y'", "'n/a'")]
    [InlineData("x,y\n1,2\n2,\n", "Row 2", "'y'")]
    [InlineData("x,y\n1,2\n1e150,3\n", "Row 2", "'x'", "1e150")]
    [InlineData("x,y\n1,2\n-1e200,3\n", "Row 2", "'x'", "1e150")]
    [InlineData("x,y\n1,2\n1e999,3\n", "Row 2", "'x'")]
    [InlineData("x\na\nb\n", "numeric")]
    [InlineData("x,2021\n1,2\n2,3\n", "data.csv: The first line looks like a header, but '2021' is a number")]
    [InlineData("x\n1\n", "1 samples of positive weight for 2 components")]
    public void Rows_that_are_no_samples(string text, params string[] texts) => Fit(text).Refused(texts);

    [Theory]
    [InlineData("--columns x,q", "no column 'q'")]
    [InlineData("--columns x,x", "'x'", "twice")]
    [InlineData("--weights q", "no column 'q'")]
    [InlineData("--labels q", "no column 'q'")]
    [InlineData("--weights x --labels x", "two columns")]
    [InlineData("--weights x --columns x,y", "weights column")]
    public void Columns_that_are_not_there(string options, params string[] texts) => Fit("x,y\n1,2\n2,3\n4,9\n", options.Split(' ')).Refused(texts);

    [Theory]
    [InlineData("x,w\n1,1\n2,-1\n3,1\n", "Row 2", "'w'", "'-1'")]
    [InlineData("x,w\n1,1\n2,NaN\n3,1\n", "Row 2", "'w'", "'NaN'")]
    [InlineData("x,w\n1,1\n2,inf\n3,1\n", "Row 2", "'w'")]
    [InlineData("x,w\n1,1\n2,\n3,1\n", "Row 2", "'w'")]
    [InlineData("x,w\n1,0\n2,0\n3,1\n", "1 samples of positive weight")]
    public void Weights_that_weigh_nothing(string text, params string[] texts) => Fit(text, "--weights", "w").Refused(texts);

    [Theory]
    [InlineData("x,z\n1,0\n2,2\n3,1\n", "data.csv: Row 2, column 'z' is 2", "from 0 to 1")]
    [InlineData("x,z\n1,0\n2,-2\n3,1\n", "Row 2", "'z'", "'-2'")]
    [InlineData("x,z\n1,0\n2,0.5\n3,1\n", "Row 2", "'z'", "'0.5'")]
    [InlineData("x,z\n1,0\n2,a\n3,1\n", "Row 2", "'z'", "'a'")]
    public void Labels_of_no_component(string text, params string[] texts) => Fit(text, "--labels", "z").Refused(texts);

    [Theory]
    [InlineData("'<i8'", "False", "(2, 2)", "i8")]
    [InlineData("'>f8'", "False", "(2, 2)", ">f8")]
    [InlineData("'<f8'", "True", "(2, 2)", "order")]
    [InlineData("'<f8'", "False", "(2, 2, 1)", "dimension")]
    [InlineData("'<f8'", "False", "(3, 2)", "npy")]
    [InlineData("'<f8'", "False", "(0, 2)", "npy")]
    public void Npy_of_another_kind(string type, string fortran, string shape, string text)
    {
        var path = folder["data.npy"];
        File.WriteAllBytes(path, [.. Npy($"{{'descr': {type}, 'fortran_order': {fortran}, 'shape': {shape}, }}"), .. new byte[32]]);
        CommandLine.Run("fit", path, "--components", "1", "--save", folder["m.json"]).Refused(text);
        Assert.Equal(["data.npy"], folder.Names);
    }

    [Fact]
    public void A_file_that_is_not_what_its_name_says()
    {
        CommandLine.Run("fit", folder.Write("a.npy", "x,y\n1,2\n"), "--components", "1").Refused("npy");
        CommandLine.Run("fit", folder.Write("a.csv.gz", "x,y\n1,2\n"), "--components", "1").Refused("gz");
    }

    [Fact]
    public void Files_that_cannot_be_read()
    {
        CommandLine.Run("fit", folder["none.csv"], "--components", "1").Refused("none.csv' is not there", "Check the path");
        CommandLine.Run("fit", folder["none/none.csv"], "--components", "1").Refused("is not there");
        CommandLine.Run("fit", folder["."], "--components", "1").Refused("is a directory");
    }

    [SkippableFact]
    public void Files_that_may_not_be_read()
    {
        Skip.If(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "Whoever may do anything may read it.");
        var path = folder.Write("secret.csv", "x\n1\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.None);
        CommandLine.Run("fit", path, "--components", "1").Refused("may not be read");
    }

    [Fact]
    public void Standard_input_is_checked_alike()
    {
        CommandLine.RunWith("x\n1\nNaN\n", "fit", "-", "--components", "1").Refused("standard input: Row 2", "'x'");
        CommandLine.RunWith("", "fit", "-", "--components", "1").Refused("'standard input' is empty");
    }

    [Fact]
    public void A_start_of_another_dimension()
    {
        var start = folder.Write("m.json", """{"format":"streamgmm.mixture","version":1,"shape":"spherical","weights":[1],"means":[[0,0,0]],"covariances":[1]}""");
        CommandLine.Run("fit", folder.Write("x.csv", "x,y\n1,2\n2,4\n"), "--init", start).Refused("gives 2 features (x, y)", "has 3");
    }

    public void Dispose() => folder.Dispose();

    private static byte[] Npy(string header)
    {
        var text = Encoding.ASCII.GetBytes(header.PadRight(117) + "\n");
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)text.Length, 0, .. text];
    }

    /// <summary>A fit in memory, which says the same as one by blocks.</summary>
    private Outcome Fit(string text, params string[] options)
    {
        string[] fit = ["fit", folder.Write("data.csv", text), "--components", "2", "--json", "--save", folder["m.json"], .. options];
        var outcome = CommandLine.Run(fit);
        Assert.Equal(outcome, CommandLine.Run([.. fit, "--out-of-core"]));
        Assert.Equal(["data.csv"], folder.Names);
        return outcome;
    }
}
