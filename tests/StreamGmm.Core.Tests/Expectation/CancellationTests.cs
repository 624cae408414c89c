using System.Buffers;

namespace StreamGmm.Core.Tests.Expectation;

/// <summary>The token is looked at before every tile.</summary>
public class CancellationTests
{
    private const int At = 5;
    private static readonly GaussianMixture Mixture = Some.Pair(CovarianceShape.Full);

    private static readonly Dictionary<string, Action<Samples, int, CancellationToken>> Operations = new()
    {
        ["Expect"] = (samples, threads, token) => EStep.Expect(Mixture, samples, [0, 0], threads, token),
        ["BlockEm"] = (samples, threads, token) => BlockEm.Start(Mixture, () => [samples], new EmOptions { Threads = threads }, token),
        ["LogDensity"] = (samples, threads, token) => Mixture.LogDensity(samples, threads, token),
        ["Responsibilities"] = (samples, threads, token) => Mixture.Responsibilities(samples, threads, token),
        ["Assign"] = (samples, threads, token) => Mixture.Assign(samples, threads, token),
    };

    public static TheoryData<string, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int>();
            foreach (var operation in Operations.Keys)
            {
                foreach (var threads in new[] { 1, 2, 4 })
                    cases.Add(operation, threads);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void After_a_cancellation_each_thread_reads_one_more_tile_at_most(string operation, int threads)
    {
        var memory = new CountedMemory([.. Some.Rows(60_000).SelectMany(row => row)]);
        var samples = Samples.From(memory.Memory, 2);
        Operations[operation](samples, threads, default);

        using var source = new CancellationTokenSource();
        memory.Reads = 0;
        var readsAtCancellation = 0;
        memory.OnRead = reads =>
        {
            if (reads != At)
                return;
            source.Cancel();
            // Others may have read on before the token was cancelled.
            readsAtCancellation = memory.Reads;
        };
        Assert.ThrowsAny<OperationCanceledException>(() => Operations[operation](samples, threads, source.Token));
        Assert.InRange(memory.Reads, At, readsAtCancellation + threads);
    }

    [Fact]
    public void A_fit_is_cancelled_too()
    {
        var samples = Samples.From(Some.Rows(100));
        var token = new CancellationToken(canceled: true);
        var start = Em.Start(Mixture, samples);
        Assert.ThrowsAny<OperationCanceledException>(() => Em.Start(Mixture, samples, cancellationToken: token));
        Assert.ThrowsAny<OperationCanceledException>(() => Em.Next(start, samples, cancellationToken: token));
        Assert.ThrowsAny<OperationCanceledException>(() => Em.Iterate(start, samples, cancellationToken: token).Last());
    }

    /// <summary>Memory that tells how often it is looked at: the library does so once a tile.</summary>
    private sealed class CountedMemory(double[] values) : MemoryManager<double>
    {
        private int reads;

        public int Reads
        {
            get => reads;
            set => reads = value;
        }

        public Action<int> OnRead { get; set; } = _ => { };

        public override Span<double> GetSpan()
        {
            OnRead(Interlocked.Increment(ref reads));
            return values;
        }

        public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

        public override void Unpin() => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
        }
    }
}
