using System.Reactive.Linq;
using System.Runtime.CompilerServices;

namespace StreamGmm.Tests;

/// <summary>Fits that are begun again with the journal of what they asked.</summary>
public sealed class FitJournalTests
{
    private const int HeaderLength = 16;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    public static TheoryData<string> Shapes => [.. CovarianceShape.All.Append(CovarianceShape.LowRank(1)).Select(shape => shape.ToString())];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_whole_journal_gives_the_fit_bit_for_bit_without_a_look_at_the_data(string shape)
    {
        foreach (var samples in Some.Kinds(300))
        {
            using var fit = new JournalCase(samples, Seeded(shape));
            var expected = fit.Expected;
            Assert.Equal(expected, fit.Run(cluster: new ShuffledCluster(1)));
            var bytes = File.ReadAllBytes(fit.Journal);
            using var journal = FitJournal.Open(fit.Journal);
            var calls = 2 + expected.GroupBy(s => s.Restart).Sum(g => g.Last().Evaluations);
            Assert.Equal((calls, 0), (journal.Recorded, journal.Replayed));
            Assert.Equal(expected, FitSequence.States(fit.Closed, fit.Options, journal));
            Assert.Equal((calls, calls), (journal.Recorded, journal.Replayed));
            journal.Dispose();
            Assert.Equal(bytes, File.ReadAllBytes(fit.Journal));
        }
    }

    [Theory]
    [InlineData(Acceleration.Hybrid)]
    [InlineData(Acceleration.None)]
    public void Cut_at_any_byte_it_goes_on_to_the_same_states_and_the_same_file(Acceleration acceleration)
    {
        using var fit = new JournalCase(Some.Samples(60), FitOptions.From(Some.Mixture) with { Em = new EmOptions { MaxIterations = 6, Tolerance = 0, Acceleration = acceleration, Threads = 1 } });
        var (expected, whole) = (fit.Expected, fit.Whole());
        var ends = Ends(whole);
        for (var length = 0; length <= whole.Length; length++)
        {
            File.WriteAllBytes(fit.Journal, whole.AsSpan(0, length));
            using (var journal = FitJournal.Open(fit.Journal))
            {
                Assert.Equal(ends.Count(end => end <= length), journal.Recorded);
                Assert.Equal(expected, FitSequence.States(fit.Blocks, fit.Options, journal));
                Assert.Equal((ends.Count, ends.Count(end => end <= length)), (journal.Recorded, journal.Replayed));
            }

            Assert.Equal(whole, File.ReadAllBytes(fit.Journal));
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Cut_anywhere_seeding_and_restarts_go_on_too(string shape)
    {
        var random = new Random(shape.Length);
        foreach (var samples in Some.Kinds(200))
        {
            foreach (var acceleration in new[] { Acceleration.Hybrid, Acceleration.None })
            {
                var options = Seeded(shape);
                using var fit = new JournalCase(samples, options with { Em = options.Em with { Acceleration = acceleration } });
                var (expected, whole) = (fit.Expected, fit.Whole());
                var ends = Ends(whole);
                foreach (var length in ends.OrderBy(_ => random.Next()).Take(2).SelectMany(end => new[] { end - 1, end, end + 1 }).Append(random.Next(ends[1])).Append(random.Next(whole.Length)))
                {
                    File.WriteAllBytes(fit.Journal, whole.AsSpan(0, Math.Min(length, whole.Length)));
                    Assert.Equal(expected, fit.Run(cluster: new ShuffledCluster(length)));
                    Assert.Equal(whole, File.ReadAllBytes(fit.Journal));
                }
            }
        }
    }

    [Fact]
    public void A_flipped_bit_is_refused_or_gives_the_same_states()
    {
        using var fit = new JournalCase(Some.Samples(40), FitOptions.From(Some.Mixture) with { Em = new EmOptions { MaxIterations = 3, Tolerance = 0, Threads = 1 } });
        var (expected, whole) = (fit.Expected, fit.Whole());
        var (ends, refused) = (Ends(whole), 0);
        for (var bit = 0; bit < 8 * whole.Length; bit += 3)
        {
            var bytes = whole.ToArray();
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(fit.Journal, bytes);
            try
            {
                Assert.Equal(expected, fit.Run());
                Assert.Equal(whole, File.ReadAllBytes(fit.Journal));
                Assert.InRange(bit / 8, ends[^2] + 64, whole.Length - 1);
            }
            catch (InvalidDataException)
            {
                refused++;
                Assert.Equal(bytes, File.ReadAllBytes(fit.Journal));
            }
        }

        // All but the answer of the last record, which a kill may have left like that.
        Assert.InRange(refused, (8 * (ends[^2] + 64) / 3) - 1, 8 * whole.Length / 3);
    }

    [Fact]
    public void Damage_in_the_middle_is_told_with_the_place_to_cut()
    {
        using var fit = new JournalCase(Some.Samples(60), FitOptions.From(Some.Mixture));
        var (expected, whole) = (fit.Expected, fit.Whole());
        var end = Ends(whole)[1];
        whole[end + 70] ^= 1;
        File.WriteAllBytes(fit.Journal, whole);
        Assert.Equal(
            $"'{fit.Journal}': the record of call 2, at byte {end} of {whole.Length}, is damaged. The 2 before it are whole: cut the file to its first {end} bytes to go on from them, or remove it to begin anew.",
            Assert.Throws<InvalidDataException>(() => FitJournal.Open(fit.Journal)).Message);
        File.WriteAllBytes(fit.Journal, whole.AsSpan(0, end));
        Assert.Equal(expected, fit.Run());
    }

    [Fact]
    public void Records_that_changed_places_are_refused()
    {
        using var fit = new JournalCase(Some.Samples(60), FitOptions.From(Some.Mixture));
        var whole = fit.Whole();
        var ends = Ends(whole);
        File.WriteAllBytes(fit.Journal, [.. whole[..ends[0]], .. whole[ends[1]..ends[2]], .. whole[ends[0]..ends[1]]]);
        Assert.Contains("the record of call 1, ", Assert.Throws<InvalidDataException>(() => FitJournal.Open(fit.Journal)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_grew_before_its_bytes_were_there_goes_on()
    {
        using var fit = new JournalCase(Some.Samples(60), FitOptions.From(Some.Mixture));
        var (expected, whole) = (fit.Expected, fit.Whole());
        foreach (var (length, zeros) in new[] { (0, 9), (0, HeaderLength), (HeaderLength, 200), (Ends(whole)[2], 64), (Ends(whole)[2], 1_000), (Ends(whole)[2] + 40, 24), (Ends(whole)[2] + 70, Ends(whole)[3] - Ends(whole)[2] - 70) })
        {
            File.WriteAllBytes(fit.Journal, [.. whole[..length], .. new byte[zeros]]);
            if (length is 0 && zeros == HeaderLength || length == Ends(whole)[2] + 40)
            {
                Assert.Throws<InvalidDataException>(() => fit.Run());
                continue;
            }

            Assert.Equal(expected, fit.Run());
            Assert.Equal(whole, File.ReadAllBytes(fit.Journal));
        }
    }

    [Fact]
    public void Another_fit_is_refused_at_the_first_call_that_differs()
    {
        var options = new FitOptions(3) { Seed = 1, Em = new EmOptions { MaxIterations = 5, Tolerance = 0 } };
        using var fit = new JournalCase(Some.Samples(300), options);
        var whole = fit.Whole();
        string Refused(FitOptions other, IBlockSource? blocks = null) => Assert.Throws<InvalidDataException>(() => fit.Run(blocks, other)).Message;
        string Begins(int call, string what, string recorded) => $"'{fit.Journal}': call {call} of the fit is {what}, and {recorded} is recorded there: ";

        Assert.Equal(
            $"'{fit.Journal}': call 1 of the fit is a draw of rows, and one with other arguments is recorded there: the journal is that of another fit. Go on with the options, the blocks and the version of the library that it was begun with, or take another file.",
            Refused(options with { Seed = 2 }));
        Assert.StartsWith(Begins(0, "a first look at the blocks", "one with other arguments"), Refused(options with { Components = 2 }), StringComparison.Ordinal);
        Assert.StartsWith(Begins(0, "a first look at the blocks", "one with other arguments"), Refused(options, MemoryBlocks.Cut(Some.Samples(300), 2)), StringComparison.Ordinal);
        Assert.StartsWith(Begins(1, "an E-step", "a draw of rows"), Refused(FitOptions.From(Some.Mixture)), StringComparison.Ordinal);
        foreach (var other in new[] { options with { Shape = CovarianceShape.Tied }, options with { Seeding = new Seeding.RandomSamples() } })
            Assert.StartsWith(Begins(2, "an E-step", "one with other arguments"), Refused(other), StringComparison.Ordinal);
        Assert.StartsWith(Begins(3, "an E-step", "one with other arguments"), Refused(options with { Em = options.Em with { Regularization = new Regularization.Absolute(0.1) } }), StringComparison.Ordinal);
        Assert.Contains("is an E-step, and one with other arguments is recorded there", Refused(options with { Em = options.Em with { Acceleration = Acceleration.None } }), StringComparison.Ordinal);
        Assert.Equal(whole, File.ReadAllBytes(fit.Journal));
    }

    [Fact]
    public void Every_bit_of_a_mixture_counts()
    {
        var options = new EmOptions { MaxIterations = 0 };
        foreach (var mixture in CovarianceShape.All.Append(CovarianceShape.LowRank(1)).Select(shape => Gmm.Fit(Some.Samples(), new FitOptions(3) { Shape = shape }).Mixture))
        {
            using var fit = new JournalCase(Some.Samples(60), FitOptions.From(mixture) with { Em = options });
            fit.Run();
            foreach (var other in Nudged(mixture))
                Assert.Throws<InvalidDataException>(() => fit.Run(options: FitOptions.From(other) with { Em = options }));
            Assert.Equal(fit.Expected, fit.Run(fit.Closed));
        }
    }

    [Fact]
    public void Data_that_have_changed_are_refused_when_the_fit_goes_on()
    {
        using var fit = new JournalCase(Some.Samples(300), new FitOptions(3));
        var whole = fit.Whole();
        File.WriteAllBytes(fit.Journal, whole.AsSpan(0, Ends(whole)[4]));
        var fault = Assert.Throws<BlockException>(() => fit.Run(MemoryBlocks.Cut(Some.Samples(300, seed: 2), 3)));
        Assert.StartsWith("Block 'part-00' has other rows than at first: ", fault.Message, StringComparison.Ordinal);
        Assert.Equal(fit.Expected, fit.Run());
    }

    [Fact]
    public void With_more_iterations_a_whole_journal_goes_on()
    {
        using var fit = new JournalCase(Some.Samples(300), new FitOptions(3) { Em = new EmOptions { Tolerance = 0, MaxIterations = 4 } });
        fit.Run();
        var longer = fit.Options with { Em = fit.Options.Em with { MaxIterations = 9 } };
        EmState[] expected = [.. FitSequence.States(fit.Blocks, longer)];
        using var journal = FitJournal.Open(fit.Journal);
        var recorded = journal.Recorded;
        Assert.Equal(expected, FitSequence.States(fit.Blocks, longer, journal));
        Assert.Equal((recorded, 2 + expected[^1].Evaluations), (journal.Replayed, journal.Recorded));
    }

    [Fact]
    public void One_at_a_time_has_it_open()
    {
        using var fit = new JournalCase(Some.Samples(60), FitOptions.From(Some.Mixture));
        using (FitJournal.Open(fit.Journal))
        {
            Assert.Equal(
                $"The journal '{fit.Journal}' is open elsewhere: one fit at a time writes to it. Wait until that one has ended, or take another file.",
                Assert.Throws<IOException>(() => FitJournal.Open(fit.Journal)).Message);
        }

        Assert.Equal(fit.Expected, fit.Run());
    }

    [Theory]
    [InlineData("a")]
    [InlineData("x,y\n1,2\n")]
    [InlineData("x,y\n1,2\n3,4\n5,6\n7,8\n9,10\n")]
    [InlineData("SGMMFITX")]
    public void A_file_that_is_no_journal_is_refused_and_left_as_it_is(string text)
    {
        using var fit = new JournalCase(Some.Samples(60), FitOptions.From(Some.Mixture));
        File.WriteAllText(fit.Journal, text);
        Assert.Equal($"'{fit.Journal}' is no journal of a fit: it does not begin like one. Take a file that is, or a name that is not taken.", Assert.Throws<InvalidDataException>(() => fit.Run()).Message);
        Assert.Equal(text, File.ReadAllText(fit.Journal));
    }

    [Fact]
    public void Another_format_and_places_that_are_no_file_are_refused()
    {
        using var fit = new JournalCase(Some.Samples(60), FitOptions.From(Some.Mixture));
        var whole = fit.Whole();
        whole[8] = 7;
        File.WriteAllBytes(fit.Journal, whole);
        Assert.Equal($"'{fit.Journal}' is a journal of format 7, this library writes 1: go on with the version it was made with, or take another file.", Assert.Throws<InvalidDataException>(() => fit.Run()).Message);
        var folder = Path.GetDirectoryName(fit.Journal)!;
        Assert.StartsWith($"'{folder}' is a directory, a device or a pipe: ", Assert.Throws<IOException>(() => FitJournal.Open(folder)).Message, StringComparison.Ordinal);
        Assert.Throws<DirectoryNotFoundException>(() => FitJournal.Open(Path.Combine(folder, "none", "fit.journal")));
        Assert.Throws<ArgumentOutOfRangeException>(() => FitJournal.Open(fit.Journal, threads: -1));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(2_000)]
    [InlineData(6_000)]
    public void A_disk_that_is_full_ends_the_fit_and_what_was_recorded_stays(int room)
    {
        using var fit = new JournalCase(Some.Samples(100), new FitOptions(3) { Restarts = 2, Seeding = new Seeding.RandomSamples() });
        var (expected, whole) = (fit.Expected, fit.Whole());
        Assert.InRange(room, 0, whole.Length - 1);
        File.Delete(fit.Journal);
        using (var stream = new FullDisk(fit.Journal, room))
        {
            using var journal = FitJournal.Open(stream, new ShuffledCluster(1));
            Assert.Equal($"No space left on device : '{fit.Journal}'", Assert.Throws<IOException>(() => FitSequence.States(fit.Blocks, fit.Options, journal).Count()).Message);
            Assert.Equal(room, stream.Length);
            Assert.Equal(Ends(whole).Count(end => end <= room), journal.Recorded);
            Assert.Throws<IOException>(() => FitSequence.States(fit.Blocks, fit.Options, journal).Count());

            // The same journal goes on when there is room.
            stream.Room = room + 500;
            Assert.Throws<IOException>(() => FitSequence.States(fit.Blocks, fit.Options, journal).Count());
        }

        Assert.Equal(expected, fit.Run());
        Assert.Equal(whole, File.ReadAllBytes(fit.Journal));
    }

    [Fact]
    public void An_answer_is_on_the_disk_before_the_fit_has_it()
    {
        using var fit = new JournalCase(Some.Samples(60), FitOptions.From(Some.Mixture));
        using var stream = new FullDisk(fit.Journal, int.MaxValue);
        using var journal = FitJournal.Open(stream, new ShuffledCluster(1));
        foreach (var state in FitSequence.States(fit.Blocks, fit.Options, journal))
            Assert.Equal((1 + state.Evaluations, stream.Length), (stream.Flushed.Count, stream.Flushed[^1]));
    }

    [Fact]
    public async Task A_subscription_that_was_disposed_of_is_followed_by_another()
    {
        using var fit = new JournalCase(Some.Samples(300), new FitOptions(3) { Restarts = 2, Em = new EmOptions { Tolerance = 0, MaxIterations = 8 } });
        var expected = fit.Expected;
        foreach (var call in new[] { 1, 4, 7, 20, 40 })
        {
            File.Delete(fit.Journal);
            using var reached = new ManualResetEventSlim();
            using var disposed = new ManualResetEventSlim();
            var opened = 0;
            var blocks = MemoryBlocks.Cut(Some.Samples(300), 3, (_, token) =>
            {
                if (Interlocked.Increment(ref opened) != call)
                    return;
                reached.Set();
                Assert.True(disposed.Wait(Soon, CancellationToken.None));
            });
            using var journal = FitJournal.Open(fit.Journal);
            var subscription = Gmm.Observe(blocks, fit.Options, journal).Subscribe(_ => { }, _ => reached.Set());
            Assert.True(reached.Wait(Soon));
            subscription.Dispose();
            var second = Gmm.Observe(fit.Blocks, fit.Options, journal).ToList();
            disposed.Set();
            Assert.Equal(expected, await second);
            Assert.Equal((call - 1) / 3, journal.Replayed);
        }
    }

    [Fact]
    public async Task A_call_waits_for_the_one_before_it_and_can_be_cancelled()
    {
        using var fit = new JournalCase(Some.Samples(60), FitOptions.From(Some.Mixture));
        var held = new HeldCluster();
        using var journal = FitJournal.Open(fit.Journal, held);
        var first = journal.SummarizeAsync(fit.Blocks, 3, default);
        using var cancel = new CancellationTokenSource();
        var second = journal.SummarizeAsync(fit.Blocks, 3, cancel.Token);
        var third = journal.SummarizeAsync(fit.Blocks, 3, default);
        Assert.False(second.IsCompleted);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.WaitAsync(Soon));
        held.Release.SetResult();
        Assert.Equal(await first.WaitAsync(Soon), await third.WaitAsync(Soon));
        Assert.Equal((1, 1, 1), (held.Asked, journal.Recorded, journal.Replayed));
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => journal.SummarizeAsync(fit.Blocks, 3, cancel.Token));
    }

    [Fact]
    public async Task Two_fits_at_once_have_their_own_states_or_none()
    {
        using var fit = new JournalCase(Some.Samples(300), FitOptions.From(Some.Mixture));
        using var journal = FitJournal.Open(fit.Journal);
        var fits = Enumerable.Range(0, 2).Select(_ => Task.Run(() => FitSequence.States(fit.Blocks, fit.Options, journal).ToArray())).ToArray();
        foreach (var one in fits)
        {
            try
            {
                Assert.Equal(fit.Expected, await one.WaitAsync(Soon));
            }
            catch (InvalidDataException fault)
            {
                Assert.Contains("is recorded there", fault.Message, StringComparison.Ordinal);
            }
        }

        Assert.Equal(fit.Expected, FitSequence.States(fit.Blocks, fit.Options, journal));
    }

    [Fact]
    public void What_fails_or_is_no_answer_is_not_recorded()
    {
        using var fit = new JournalCase(Some.Samples(60), FitOptions.From(Some.Mixture));
        var faults = 0;
        var failing = MemoryBlocks.Cut(Some.Samples(60), 3, (block, _) =>
        {
            if (block == "part-02" && ++faults is 1 or 4)
                throw new InvalidDataException("It is torn.");
        });
        using var journal = FitJournal.Open(fit.Journal);
        foreach (var recorded in new[] { 0, 2 })
        {
            Assert.Throws<BlockException>(() => FitSequence.States(failing, fit.Options, journal).Count());
            Assert.Equal(recorded, journal.Recorded);
        }

        Assert.Equal(fit.Expected, FitSequence.States(failing, fit.Options, journal));
        journal.Dispose();
        File.Delete(fit.Journal);

        using var wrong = FitJournal.Open(fit.Journal, new HeldCluster(isWrong: true));
        Assert.Equal(
            "What the cluster gave for call 0 of the fit, a first look at the blocks, is no answer to it, and was not recorded: one answer for each block was expected, in their order, or statistics like the mixture.",
            Assert.Throws<InvalidOperationException>(() => FitSequence.States(fit.Blocks, fit.Options, wrong).Count()).Message);
        Assert.Equal(0, wrong.Recorded);
    }

    [Fact]
    public void Once_disposed_of_it_answers_no_more()
    {
        using var fit = new JournalCase(Some.Samples(60), FitOptions.From(Some.Mixture));
        fit.Run();
        var journal = FitJournal.Open(fit.Journal);
        using var states = FitSequence.States(fit.Blocks, fit.Options, journal).GetEnumerator();
        Assert.True(states.MoveNext());
        journal.Dispose();
        Assert.Throws<ObjectDisposedException>(() => states.MoveNext());
        journal.Dispose();
    }

    [Fact]
    public void Statistics_beyond_the_range_of_numbers_are_kept_as_they_are()
    {
        var samples = Samples.From(Array.ConvertAll(Some.Values(Some.Samples()), x => x * 1e140), 2).WithWeights(Enumerable.Repeat(1e100, 500).ToArray());
        using var fit = new JournalCase(samples, FitOptions.From(Some.Mixture), blocks: 2);
        var expected = fit.Expected;
        Assert.Equal(EmStatus.Degenerate, expected[^1].Status);
        Assert.Equal(expected, fit.Run());
        Assert.Equal(expected, fit.Run(fit.Closed));
    }

    private static FitOptions Seeded(string shape) =>
        new(3) { Seed = 7, Shape = CovarianceShape.Parse(shape), Restarts = 2, Em = new EmOptions { MaxIterations = 7, Tolerance = 1e-7, Threads = 1 } };

    /// <summary>Where each record ends.</summary>
    private static List<int> Ends(byte[] journal)
    {
        var ends = new List<int>();
        for (var at = HeaderLength; at < journal.Length; ends.Add(at))
            at += 64 + (int)BitConverter.ToInt64(journal, at + 8) + 16;
        return ends;
    }

    /// <summary>Mixtures of which one number is another by the last bit.</summary>
    private static IEnumerable<GaussianMixture> Nudged(GaussianMixture mixture)
    {
        var means = mixture.Means.AsSpan().ToArray();
        means[^1] = double.BitIncrement(means[^1]);
        yield return new GaussianMixture(mixture.Weights, RealMatrix.Create(mixture.Components, mixture.Dimension, means), mixture.Covariances);
        double[] weights = [.. mixture.Weights];
        (weights[0], weights[1]) = (weights[1], weights[0]);
        yield return new GaussianMixture(RealVector.Create(weights), mixture.Means, mixture.Covariances);
        yield return new GaussianMixture(mixture.Weights, mixture.Means, mixture.Covariances switch
        {
            Covariances.Full full => new Covariances.Full([.. full.Matrices.SkipLast(1), Nudged(full.Matrices[^1])]),
            Covariances.Tied tied => new Covariances.Tied(Nudged(tied.Matrix)),
            Covariances.Diagonal diagonal => new Covariances.Diagonal(Nudged(diagonal.Variances)),
            Covariances.Spherical spherical => new Covariances.Spherical([.. spherical.Variances.SkipLast(1), double.BitIncrement(spherical.Variances[^1])]),
            Covariances.LowRank low => new Covariances.LowRank(low.Directions, Nudged(low.Variances), low.Noise),
            _ => throw new SwitchExpressionException(),
        });
        if (mixture.Covariances is Covariances.LowRank thin)
            yield return new GaussianMixture(mixture.Weights, mixture.Means, new Covariances.LowRank(thin.Directions, thin.Variances, [.. thin.Noise.SkipLast(1), double.BitIncrement(thin.Noise[^1])]));
    }

    private static RealMatrix Nudged(RealMatrix matrix)
    {
        var values = matrix.AsSpan().ToArray();
        values[^1] = double.BitIncrement(values[^1]);
        return RealMatrix.Create(matrix.Rows, matrix.Columns, values);
    }

    /// <summary>A file on a disk with room for so many bytes: what is beyond is not written, with a fault. Knows how long the file was whenever it was flushed to the disk.</summary>
    private sealed class FullDisk(string path, int room) : FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0)
    {
        public int Room { get; set; } = room;

        public List<long> Flushed { get; } = [];

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            base.Write(buffer[..(int)Math.Min(buffer.Length, Room - Position)]);
            if (Position == Room)
                throw new IOException($"No space left on device : '{Name}'");
        }

        public override void Flush(bool flushToDisk)
        {
            base.Flush(flushToDisk);
            if (flushToDisk)
                Flushed.Add(Length);
        }
    }

    /// <summary>Answers the first look when it is released, or wrongly at once.</summary>
    private sealed class HeldCluster(bool isWrong = false) : IBlockCluster
    {
        public TaskCompletionSource Release { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Asked { get; private set; }

        public async Task<IReadOnlyList<BlockSummary>> SummarizeAsync(IBlockSource source, int components, CancellationToken cancellationToken)
        {
            Asked++;
            if (isWrong)
                return [];
            await Release.Task;
            return [.. source.Blocks.Select(block => BlockSummary.Read(source, block, components, cancellationToken))];
        }

        public Task<IReadOnlyList<DrawnRows>> DrawAsync(IBlockSource source, IReadOnlyList<BlockSummary> blocks, IReadOnlyList<RowDraw> draws, CancellationToken cancellationToken) => throw new InvalidOperationException("Rows were asked for.");

        public Task<SufficientStatistics> ExpectAsync(IBlockSource source, IReadOnlyList<BlockSummary> blocks, GaussianMixture mixture, RealVector origin, CancellationToken cancellationToken) => throw new InvalidOperationException("An E-step was asked for.");
    }
}
