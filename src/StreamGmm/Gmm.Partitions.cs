namespace StreamGmm;

/// <content>Streams in partitions.</content>
public static partial class Gmm
{
    /// <summary>Writes the state of a stream in partitions to a JSON file, replacing it as a whole or not at all: the positions of all partitions and what was learned up to them are saved together.</summary>
    /// <param name="state">What to keep.</param>
    /// <param name="path">The file.</param>
    /// <param name="columns">The names of the features, if they have any.</param>
    /// <exception cref="IOException">The file cannot be written; the old one is left as it was.</exception>
    public static void SavePartitions(PartitionedState state, string path, IReadOnlyList<string>? columns = null) => AtomicFile.Write(path, new SavedPartitions(state, columns).Write);

    /// <summary>Reads a state that <see cref="SavePartitions"/> wrote, equal bit for bit.</summary>
    /// <exception cref="InvalidDataException">The file does not hold a whole state as it was written; the message says which and what was found.</exception>
    public static PartitionedState LoadPartitions(string path) => Load(path, SavedPartitions.Read).State;
}
