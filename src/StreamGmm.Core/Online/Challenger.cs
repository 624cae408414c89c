namespace StreamGmm;

/// <summary>A fresh fit of what came after an alarm, beside the mixture that was followed before: the parameters of old may lead to a poor optimum of the new.</summary>
/// <param name="State">How it follows the stream.</param>
/// <param name="Lead">By how much it explains the rows since its own warm-up better than the mixture of old, in nats; a piece counts no more than a nat a parameter.</param>
/// <param name="Weight">The weight of those rows.</param>
internal sealed record Challenger(OnlineState State, double Lead, double Weight);
