using System.Text.Json;

namespace StreamGmm.Cli.Reports;

/// <summary>What some JSON is of all that these commands write.</summary>
internal static class JsonInput
{
    /// <summary>Reads one object, or one a line.</summary>
    /// <exception cref="UsageException">It is none of these, or not whole.</exception>
    public static ReportInput Read(Stream stream, string name, CancellationToken cancelled)
    {
        var line = 0L;
        try
        {
            using var values = JsonSerializer.DeserializeAsyncEnumerable<JsonElement>(stream, topLevelValues: true, cancellationToken: cancelled).ToBlockingEnumerable(cancelled).Select(Count).GetEnumerator();
            return Read(values, name);
        }
        catch (JsonException e)
        {
            throw new UsageException($"'{name}' is not whole JSON: it breaks off or goes wrong near object {line + 1}. Check that it was written to its end.", e);
        }
        catch (InvalidDataException e)
        {
            throw new UsageException($"'{name}' cannot be read. {e.Message}", e);
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException or OverflowException or ArgumentException)
        {
            throw new UsageException($"'{name}': object {line} has not the parts that such a file has. Use it as it was printed.", e);
        }

        JsonElement Count(JsonElement value)
        {
            line++;
            return value;
        }
    }

    private static ReportInput Read(IEnumerator<JsonElement> values, string name)
    {
        values.MoveNext();
        var first = values.Current;
        if (IsCourse(first))
            return Course(values, name);
        var input = Recognise(first) ?? throw Unknown(first, name);
        return !values.MoveNext() ? input : throw new UsageException($"'{name}' has {input.What} and then more JSON: one object was expected. Give the files one by one.");
    }

    private static ReportInput? Recognise(JsonElement value) => value.ValueKind != JsonValueKind.Object ? null : Text(value, "format") switch
    {
        "streamgmm.mixture" => new ReportInput.Model(Mixture(value)),
        "streamgmm.pipeline" => new ReportInput.Prepared(SavedPipeline.Read(Raw(value))),
        "streamgmm.state" => State(SavedState.Read(Raw(value))),
        null when Has(value, "trace") && Has(value, "mixture") => new ReportInput.Fit(Trace(value), Mixture(value.GetProperty("mixture"))),
        null when Has(value, "criterion") && Has(value, "table") => new ReportInput.Selection(Table(value), null),
        _ => null,
    };

    private static UsageException Unknown(JsonElement value, string name)
    {
        var seen = value.ValueKind != JsonValueKind.Object ? $"JSON of another kind ({value.ValueKind})"
            : Text(value, "format") is { } format ? $"JSON of the format '{format}'"
            : value.EnumerateObject().Any() ? $"JSON with {string.Join(", ", value.EnumerateObject().Take(4).Select(property => $"\"{property.Name}\""))}"
            : "an empty JSON object";
        return new UsageException($"'{name}' is {seen}: a mixture (fit --save), what fit --json, select --json or follow printed, a state (follow --state), or data as CSV or .npy was expected.");
    }

    private static bool IsCourse(JsonElement value) => value.ValueKind == JsonValueKind.Object && Has(value, "position") && Has(value, "memory") && Has(value, "alarm") && Has(value, "mixture");

    private static ReportInput.State State(SavedState saved) => saved.State.Mixture is { } mixture
        ? new ReportInput.State(saved.State, new SavedMixture(mixture, saved.Columns))
        : throw new InvalidDataException($"The stream is warming up and has no mixture yet: {saved.Position} rows came. Follow more of them.");

    private static ReportInput.Course Course(IEnumerator<JsonElement> values, string name)
    {
        var gathered = new StreamGathering(new ReportOptions());
        JsonElement? last = null;
        do
        {
            var line = values.Current;
            if (!IsCourse(line))
                throw new UsageException($"'{name}' goes on with JSON of another kind: lines of follow were expected throughout. Give the files one by one.");
            var mixture = line.GetProperty("mixture");
            last = mixture.ValueKind == JsonValueKind.Null ? last : mixture;
            var isWarm = mixture.ValueKind != JsonValueKind.Null;
            gathered.Add(
                new StreamPoint(
                    line.GetProperty("position").GetInt64(),
                    Number(line.GetProperty("logLikelihood"), double.NaN),
                    Number(line.GetProperty("memory"), double.NaN),
                    isWarm ? mixture.GetProperty("weights").GetArrayLength() : 0),
                line.GetProperty("samples").GetInt64(),
                line.GetProperty("alarm").GetBoolean(),
                isWarm ? () => Mixture(mixture).Mixture : null);
        }
        while (values.MoveNext());
        return new ReportInput.Course(gathered, Mixture(last ?? throw new UsageException($"'{name}' has no mixture: the stream was warming up to its end. Follow more rows.")));
    }

    private static double[] Trace(JsonElement fit) => fit.GetProperty("trace").EnumerateArray().Select(entry => Number(entry, double.NegativeInfinity)).ToArray() is { Length: > 0 } trace
        ? trace
        : throw new InvalidDataException("The trace is empty: there is no log-likelihood. Use what fit --json printed.");

    private static CriteriaTable Table(JsonElement value)
    {
        var rows = value.GetProperty("table").EnumerateArray().ToArray();
        var (criterion, best) = (Criterion(value.GetProperty("criterion").GetString()!), Size(value.GetProperty("best")));
        var place = Array.FindIndex(rows, row => Size(row) == best);
        if (place < 0)
            throw new InvalidDataException($"The best model, {best.Components} × {best.Shape}, is not in the table of {rows.Length} models: it was expected there. Use what select --json printed.");
        return new CriteriaTable(
            criterion,
            place,
            [.. rows.Select(row => new CriteriaRow(Size(row).Components, Size(row).Shape, Criteria(row), Text(row, "status") == "degenerate" ? EmStatus.Degenerate : EmStatus.Converged))]);

        static (int Components, string Shape) Size(JsonElement row) => (row.GetProperty("components").GetInt32(), row.GetProperty("shape").GetString()!);
    }

    private static Criterion Criterion(string name) => Enum.GetNames<Criterion>().Contains(name, StringComparer.OrdinalIgnoreCase)
        ? Enum.Parse<Criterion>(name, ignoreCase: true)
        : throw new InvalidDataException($"The criterion is '{name}': bic, aic or icl was expected. Use what select --json printed.");

    /// <summary>The criteria of a model from their values: null is not finite, and worse than all others.</summary>
    private static InformationCriteria Criteria(JsonElement row)
    {
        var parameters = row.GetProperty("parameters").GetInt32();
        var (aic, bic, icl) = (Number(row.GetProperty("aic"), double.NaN), Number(row.GetProperty("bic"), double.NaN), Number(row.GetProperty("icl"), double.NaN));
        var logLikelihood = parameters - (aic / 2);
        return double.IsFinite(aic + bic + icl)
            ? new InformationCriteria(logLikelihood, parameters, Math.Exp((bic + (2 * logLikelihood)) / parameters), Math.Max(0, (icl - bic) / 2))
            : new InformationCriteria(double.NegativeInfinity, parameters, 1, 0);
    }

    private static SavedMixture Mixture(JsonElement value) => SavedMixture.Read(Raw(value));

    /// <summary>The text of a value, and the end of its line.</summary>
    private static MemoryStream Raw(JsonElement value) => new([.. System.Text.Encoding.UTF8.GetBytes(value.GetRawText()), (byte)'\n']);

    private static bool Has(JsonElement value, string name) => value.TryGetProperty(name, out _);

    private static string? Text(JsonElement value, string name) => value.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    /// <summary>A number; null stands for one that is not finite.</summary>
    private static double Number(JsonElement value, double otherwise) => value.ValueKind == JsonValueKind.Null ? otherwise : value.GetDouble();
}
