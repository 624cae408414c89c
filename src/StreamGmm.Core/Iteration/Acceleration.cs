namespace StreamGmm;

/// <summary>How iterations are sped up. Whatever the way, a step that would lower the likelihood is replaced by the plain one.</summary>
public enum Acceleration
{
    /// <summary>Plain EM.</summary>
    None,

    /// <summary>A plain step, then a leap along where it and the next lead, over and over: SQUAREM, scheme S3 (Varadhan and Roland, 2008).</summary>
    Squarem,

    /// <summary>SQUAREM from afar; once a cycle gains little, quasi-Newton steps from the last ten states (Lange, 1995), until one fails.</summary>
    Hybrid,
}
