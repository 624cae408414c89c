namespace StreamGmm.Cli.Output;

/// <summary>What a report tells of the data: how many rows, the names of the features, and whether rows have weights.</summary>
internal sealed record FittedData(long Count, IReadOnlyList<string> Columns, bool IsWeighted)
{
    public static FittedData Of(NamedSamples data) => new(data.Samples.Count, data.Columns, data.Samples.Weights is not null);
}
