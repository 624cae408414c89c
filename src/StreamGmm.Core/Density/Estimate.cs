namespace StreamGmm;

/// <summary>A number found by sampling.</summary>
/// <param name="Value">The estimate.</param>
/// <param name="StandardError">How far from the truth it may well be; 0 where it is exact.</param>
public readonly record struct Estimate(double Value, double StandardError)
{
    /// <summary>The value and its error: "0.683 ± 0.001".</summary>
    public override string ToString() => FormattableString.Invariant($"{Value:G6} ± {StandardError:G2}");
}
