namespace StreamGmm;

/// <summary>How EM iterates, and when it stops.</summary>
public sealed record EmOptions
{
    private readonly double tolerance = 1e-5;
    private readonly int maxIterations = 500;
    private readonly Regularization regularization = new Regularization.Relative(1e-6);
    private readonly Acceleration acceleration = Acceleration.Hybrid;
    private readonly Stop stop = Stop.RemainingGain;
    private readonly int threads;

    /// <summary>The fit has converged when what <see cref="Stop"/> says is less than this, in nats a sample; 0 never stops early. Default 1e-5.</summary>
    public double Tolerance
    {
        get => tolerance;
        init => tolerance = value is >= 0 and < double.PositiveInfinity
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Tolerance), value, "The tolerance is a finite number of 0 or more.");
    }

    /// <summary>What the tolerance is of. Default <see cref="Stop.RemainingGain"/>. Incremental EM over stored blocks has <see cref="Stop.Change"/> always.</summary>
    public Stop Stop
    {
        get => stop;
        init => stop = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(Stop), value, "There is no such rule: say Stop.RemainingGain or Stop.Change.");
    }

    /// <summary>How iterations are sped up. Default <see cref="Acceleration.Hybrid"/>. Incremental EM over stored blocks is plain always, and so is that of low-rank covariances.</summary>
    public Acceleration Acceleration
    {
        get => acceleration;
        init => acceleration = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(Acceleration), value, "There is no such acceleration: say None, Squarem or Hybrid.");
    }

    /// <summary>The most iterations, 0 or more. Default 500.</summary>
    public int MaxIterations
    {
        get => maxIterations;
        init => maxIterations = value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(MaxIterations), value, "The limit of iterations is 0 or more.");
    }

    /// <summary>What is added to the variances. Default 1e-6 of the variance of all samples along each axis.</summary>
    public Regularization Regularization
    {
        get => regularization;
        init => regularization = value ?? throw new ArgumentNullException(nameof(Regularization));
    }

    /// <summary>The most threads, 0 for all cores (the default). The result is the same for any number, bit for bit.</summary>
    public int Threads
    {
        get => threads;
        init => threads = value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Threads), value, "The number of threads is 1 or more, or 0 for all cores.");
    }
}
