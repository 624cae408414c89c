using System.Numerics;

namespace StreamGmm;

/// <summary>The different ways in which rows are incomplete, numbered from the most frequent on, and which one each row has.</summary>
internal sealed class MissingPatterns
{
    /// <summary>A row without a missing value.</summary>
    public const int Complete = -1;

    /// <summary>The axes that a letter of a mask stands for.</summary>
    private const int AxesALetter = 16;

    private readonly int[] ofRows;
    private readonly MissingPattern[] patterns;

    private MissingPatterns(int[] ofRows, MissingPattern[] patterns) => (this.ofRows, this.patterns) = (ofRows, patterns);

    public int Count => patterns.Length;

    public MissingPattern this[int pattern] => patterns[pattern];

    public static MissingPatterns Of(Features features, int dimension) =>
        features.AreFloats ? Of(features.Floats, dimension) : Of(features.Doubles, dimension);

    /// <summary>The number of a row's pattern, or <see cref="Complete"/>.</summary>
    public int OfRow(int row) => ofRows[row];

    /// <summary>The first row that is incomplete.</summary>
    public int FirstRow() => ofRows.AsSpan().IndexOfAnyExcept(Complete);

    private static MissingPatterns Of<T>(ReadOnlySpan<T> values, int dimension)
        where T : INumberBase<T>
    {
        var ofRows = new int[values.Length / dimension];
        var counts = new List<int>();
        var masks = new Dictionary<string, int>();
        var numbers = masks.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> mask = new char[(dimension + AxesALetter - 1) / AxesALetter];
        for (var i = 0; i < ofRows.Length; i++)
        {
            if (!TryMark(values.Slice(i * dimension, dimension), mask))
            {
                ofRows[i] = Complete;
                continue;
            }

            if (!numbers.TryGetValue(mask, out var number))
            {
                numbers[mask] = number = counts.Count;
                counts.Add(0);
            }

            counts[number]++;
            ofRows[i] = number;
        }

        int[] order = [.. Enumerable.Range(0, counts.Count).OrderByDescending(number => counts[number])];
        var ranks = new int[order.Length];
        for (var rank = 0; rank < order.Length; rank++)
            ranks[order[rank]] = rank;
        foreach (ref var number in ofRows.AsSpan())
            number = number == Complete ? Complete : ranks[number];
        var patterns = new MissingPattern[order.Length];
        foreach (var (letters, number) in masks)
            patterns[ranks[number]] = Read(letters, dimension);
        return new MissingPatterns(ofRows, patterns);
    }

    /// <summary>Marks the axes of a row that have no value; false where all have one.</summary>
    private static bool TryMark<T>(ReadOnlySpan<T> row, Span<char> mask)
        where T : INumberBase<T>
    {
        mask.Clear();
        var found = false;
        for (var j = 0; j < row.Length; j++)
        {
            if (!T.IsNaN(row[j]))
                continue;
            mask[j / AxesALetter] |= (char)(1 << (j % AxesALetter));
            found = true;
        }

        return found;
    }

    private static MissingPattern Read(string mask, int dimension)
    {
        var isMissing = Enumerable.Range(0, dimension).ToLookup(j => (mask[j / AxesALetter] & (1 << (j % AxesALetter))) != 0);
        return new MissingPattern([.. isMissing[false]], [.. isMissing[true]]);
    }
}
