using System.Runtime.InteropServices;

namespace StreamGmm;

/// <summary>The rows of one message, filled by the form it has. It is used for one message after another.</summary>
internal sealed class MessageRows(int dimension, MissingValues missing)
{
    private readonly List<double> values = [];
    private readonly List<double> weights = [];
    private readonly List<int> labels = [];

    /// <summary>D.</summary>
    public int Dimension => dimension;

    /// <summary>n.</summary>
    public int Count { get; private set; }

    /// <summary>When the last row was taken, if the message tells.</summary>
    public DateTimeOffset? Time { get; set; }

    /// <summary>n × D.</summary>
    public ReadOnlySpan<double> Values => CollectionsMarshal.AsSpan(values);

    /// <summary>n, or none.</summary>
    public ReadOnlySpan<double> Weights => CollectionsMarshal.AsSpan(weights);

    /// <summary>n, or none.</summary>
    public ReadOnlySpan<int> Labels => CollectionsMarshal.AsSpan(labels);

    /// <summary>Begins a message.</summary>
    public void Clear()
    {
        values.Clear();
        weights.Clear();
        labels.Clear();
        (Count, Time) = (0, null);
    }

    /// <summary>Room for so many more rows, to be filled by the caller.</summary>
    public Span<double> Add(int rows)
    {
        var before = values.Count;
        Count += rows;
        CollectionsMarshal.SetCount(values, checked(Count * dimension));
        return CollectionsMarshal.AsSpan(values)[before..];
    }

    /// <summary>Room for the weights of the rows last added; all rows of a message have one, or none has.</summary>
    public Span<double> AddWeights(int rows) => Grow(weights, rows);

    /// <summary>Room for their labels.</summary>
    public Span<int> AddLabels(int rows) => Grow(labels, rows);

    /// <summary>Takes the rows that a selector made.</summary>
    public void Add(Samples samples)
    {
        if (samples.Dimension != dimension)
            throw WrongDimension(samples.Dimension);
        var target = Add(samples.Count);
        for (var i = 0; i < samples.Count; i++)
            samples.CopyRow(i, target.Slice(i * dimension, dimension));
        samples.Weights?.Span.CopyTo(AddWeights(samples.Count));
        samples.Labels?.Span.CopyTo(AddLabels(samples.Count));
    }

    /// <summary>Refuses what samples cannot hold.</summary>
    /// <exception cref="ArgumentException">A value, weight or label is none.</exception>
    /// <exception cref="InvalidDataException">There is no row.</exception>
    public void RequireSound()
    {
        const double Limit = 1e150;
        if (Count == 0)
            throw new InvalidDataException("there is no row.");
        var isSound = true;
        foreach (var value in Values)
            isSound &= Math.Abs(value) < Limit;
        foreach (var weight in Weights)
            isSound &= weight is >= 0 and < Limit;
        foreach (var label in Labels)
            isSound &= label >= -1;
        if (isSound)
            return;

        // They say which row and why.
        var samples = Samples.From(Values.ToArray(), dimension, missing);
        if (!Weights.IsEmpty)
            samples = samples.WithWeights(Weights.ToArray());
        if (!Labels.IsEmpty)
            samples.WithLabels(Labels.ToArray());
    }

    /// <summary>Says that rows have another number of features than the stream.</summary>
    public InvalidDataException WrongDimension(int seen) => new($"a row has {seen} features: {dimension} were expected.");

    private static Span<T> Grow<T>(List<T> list, int rows)
    {
        var before = list.Count;
        CollectionsMarshal.SetCount(list, before + rows);
        return CollectionsMarshal.AsSpan(list)[before..];
    }
}
