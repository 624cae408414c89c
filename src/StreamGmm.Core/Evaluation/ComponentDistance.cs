namespace StreamGmm;

/// <summary>What is meant by how far apart two components are; weights play no part.</summary>
public enum ComponentDistance
{
    /// <summary>−ln ∫ √(N N′) (Bhattacharyya, 1943): symmetric, by means and covariances, in units without a scale.</summary>
    Bhattacharyya,

    /// <summary>√(1 − ∫ √(N N′)) (Hellinger, 1909): the same order, from 0 to 1.</summary>
    Hellinger,

    /// <summary>KL(N‖N′) + KL(N′‖N) (Jeffreys, 1946), in nats.</summary>
    Jeffreys,

    /// <summary>‖μ − μ′‖: by the means alone, in the units of the features.</summary>
    Euclidean,
}
