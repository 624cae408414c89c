using System.Text;

namespace StreamGmm.Cli;

/// <summary>What surrounds a run: where data come from, where results and messages go, and whether it was cancelled.</summary>
internal sealed record Shell(Stream Input, Stream Output, TextWriter Error, CancellationToken Cancelled)
{
    /// <summary>Few system calls for many rows.</summary>
    private const int BufferSize = 1 << 16;

    /// <summary>Where results go; a fault there says so.</summary>
    public Stream Output { get; } = new StandardOutput(Output);

    /// <summary>Standard output where it is a terminal; null where it is a file or a pipe.</summary>
    public TextWriter? Screen { get; init; }

    /// <summary>Standard error is a terminal: progress may be shown there.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Tells whether whoever read the results has gone.</summary>
    public Func<bool> HasNoReader { get; init; } = () => false;

    /// <summary>How long a run may take to end after it was cancelled, where that is more than a moment.</summary>
    public Action<TimeSpan> AllowToEnd { get; init; } = _ => { };

    /// <summary>Standard output as text; written out when disposed of.</summary>
    public StreamWriter OpenText() => new(Output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), BufferSize, leaveOpen: true) { NewLine = "\n" };

    /// <summary>Says something about the run on standard error, in one line.</summary>
    public void Say(string message) => Error.WriteLine(OneLine(message));

    /// <summary>A message without line breaks, and without the user of a broker.</summary>
    public static string OneLine(string message) => Secrets.Hide(string.Join(' ', message.Split((char[])['\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)));
}
