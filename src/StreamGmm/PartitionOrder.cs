namespace StreamGmm;

/// <summary>Which partition the next batch is taken of.</summary>
public enum PartitionOrder
{
    /// <summary>Whichever has one: none waits for another. What is learned depends on the order in which they came.</summary>
    AsTheyCome,

    /// <summary>The one that has brought the fewest batches, of several the first by name; it is waited for. The same partitions give the same bits, however they come and wherever they are gone on from.</summary>
    InTurn,
}
