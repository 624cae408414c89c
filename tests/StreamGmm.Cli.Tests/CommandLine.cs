using System.Text;
using System.Text.Json;

namespace StreamGmm.Cli.Tests;

/// <summary>What a run left: the exit code, standard output and standard error.</summary>
public sealed record Outcome(int Exit, string Output, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public string[] Lines => Output.TrimEnd('\n').Split('\n');

    /// <summary>The result of a run that must have been done without a word.</summary>
    public Outcome Done()
    {
        Assert.Equal((0, ""), (Exit, Error));
        return this;
    }

    /// <summary>Checks a refusal: code 2, one line that holds the text, nothing on standard output.</summary>
    public void Refused(params string[] texts) => FailedWith(2, texts);

    public void FailedWith(int code, params string[] texts)
    {
        Assert.Equal(code, Exit);
        Assert.Equal("", Output);
        var line = Assert.Single(Error.TrimEnd('\n').Split('\n'));
        Assert.StartsWith("streamgmm: ", line, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", line, StringComparison.Ordinal);
        Assert.DoesNotContain("(Parameter", line, StringComparison.Ordinal);
        Assert.All(texts, text => Assert.Contains(text, line, StringComparison.Ordinal));
    }
}

/// <summary>Runs the command line inside the test's own process.</summary>
public static class CommandLine
{
    public static Outcome Run(params string[] args) => RunWith("", args);

    public static Outcome RunWith(string input, params string[] args) => RunAt(input, null, args, CancellationToken.None);

    /// <summary>As at a terminal: results go to the screen.</summary>
    public static Outcome RunOnScreen(params string[] args)
    {
        using var screen = new StringWriter();
        var outcome = RunAt("", screen, args, CancellationToken.None);
        return outcome with { Output = outcome.Output + screen };
    }

    public static Outcome RunCancelled(params string[] args) => RunAt("", null, args, new CancellationToken(canceled: true));

    /// <summary>As with a full disk under standard output.</summary>
    public static Outcome RunFull(params string[] args)
    {
        using var stderr = new StringWriter { NewLine = "\n" };
        using var stdout = new FullStream();
        return new Outcome(Program.Run(args, new Shell(Stream.Null, stdout, stderr, CancellationToken.None)), "", stderr.ToString());
    }

    private static Outcome RunAt(string input, TextWriter? screen, string[] args, CancellationToken cancelled)
    {
        using var stdin = new MemoryStream(Encoding.UTF8.GetBytes(input));
        using var stdout = new MemoryStream();
        using var stderr = new StringWriter { NewLine = "\n" };
        var exit = Program.Run(args, new Shell(stdin, stdout, stderr, cancelled) { Screen = screen });
        return new Outcome(exit, Encoding.UTF8.GetString(stdout.ToArray()), stderr.ToString());
    }
}

/// <summary>A disk that is full.</summary>
internal sealed class FullStream : MemoryStream
{
    public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("No space left on device");

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));
}
