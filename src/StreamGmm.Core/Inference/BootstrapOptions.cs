namespace StreamGmm;

/// <summary>How often and how to fit anew for a bootstrap.</summary>
public sealed record BootstrapOptions
{
    private readonly int replicates = 999;
    private readonly BootstrapMethod method;
    private readonly EmOptions em = new();

    /// <summary>How many fits, 2 or more. Default 999: enough for the limits of 95 % intervals; standard errors need 100.</summary>
    public int Replicates
    {
        get => replicates;
        init => replicates = value >= 2
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Replicates), value, "A bootstrap has two replicates at least, better 999.");
    }

    /// <summary>How the samples of a replicate are made. Default <see cref="BootstrapMethod.WeightedLikelihood"/>.</summary>
    public BootstrapMethod Method
    {
        get => method;
        init => method = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(Method), value, "There is no such method: say WeightedLikelihood or Nonparametric.");
    }

    /// <summary>The same seed gives the same replicates, bit for bit. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>How each replicate is fitted: as the mixture was. Its threads work on replicates side by side.</summary>
    /// <remarks>The tolerance is 5e-5 / n at most, n the total weight: a hundredth of a standard error is left at the end.</remarks>
    public EmOptions Em
    {
        get => em;
        init => em = value ?? throw new ArgumentNullException(nameof(Em));
    }
}
