namespace StreamGmm;

/// <summary>Something to be published.</summary>
/// <param name="Exchange">Where it goes.</param>
/// <param name="Key">With which key.</param>
/// <param name="Body">Its text, made when it is sent.</param>
internal sealed record Publication(string Exchange, string Key, Func<ReadOnlyMemory<byte>> Body);
