namespace StreamGmm.Files.Tests;

/// <summary>Short forms that the tests share.</summary>
internal static class Reading
{
    public static NamedSamples Csv(string text, ReadOptions? options = null) => CsvFile.Read(new StringReader(text), "x.csv", options);

    public static string CsvError(string text, ReadOptions? options = null) => Error(() => Csv(text, options));

    public static string Error(Action action)
    {
        var message = Assert.Throws<InvalidDataException>(action).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }

    public static double[] Values(this NamedSamples read) => read.Samples.Values();

    public static double[] Values(this Samples samples)
    {
        var values = new double[samples.Count * samples.Dimension];
        for (var i = 0; i < samples.Count; i++)
            samples.CopyRow(i, values.AsSpan(i * samples.Dimension, samples.Dimension));
        return values;
    }
}
