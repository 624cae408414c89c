namespace StreamGmm;

/// <summary>An item of a stream and what the mixture of the moment says of it.</summary>
/// <typeparam name="T">What the stream is of.</typeparam>
/// <param name="Item">The item.</param>
/// <param name="Component">The index of its most likely component in the mixture of the moment.</param>
/// <param name="Id">The id of that component, which stays with it for life (<see cref="OnlineState.ComponentIds"/>).</param>
/// <param name="Probability">The probability that the item belongs to it.</param>
/// <param name="LogDensity">ln p of the item under the whole mixture, in nats.</param>
public readonly record struct Assigned<T>(T Item, int Component, long Id, double Probability, double LogDensity);
