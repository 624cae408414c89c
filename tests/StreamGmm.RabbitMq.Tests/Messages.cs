using FsCheck;
using FsCheck.Fluent;

namespace StreamGmm.RabbitMq.Tests;

/// <summary>Messages of every kind, drawn from a seed.</summary>
internal static class Messages
{
    public static Gen<Message> All => Gen.Choose(0, int.MaxValue - 1).Select(seed => Of(new Random(seed)));

    /// <summary>A mixture as an M-step of that shape makes it.</summary>
    public static GaussianMixture Mixture(Random random, CovarianceShape shape, int components, int dimension)
    {
        var samples = Samples(random, (20 * components * dimension) + 20, dimension);
        var labelled = samples.WithLabels(Enumerable.Range(0, samples.Count).Select(i => i % components).ToArray());
        return InitialMixture.Create(labelled, components, shape, new Seeding.FromLabels());
    }

    public static Samples Samples(Random random, int count, int dimension)
    {
        var values = new double[count * dimension];
        Fill(random, values);
        return StreamGmm.Samples.From(values, dimension);
    }

    private static Message Of(Random random)
    {
        var (coordinator, pass) = (Id(random), random.NextInt64(1, long.MaxValue));
        return random.Next(11) switch
        {
            0 => new Message.Call(coordinator, Name(random)),
            1 => new Message.Hello(Name(random), Name(random), new Kernel(Name(random), (ulong)random.NextInt64()), random.Next(2) == 0, [.. Enumerable.Range(0, random.Next(5)).Select(_ => Name(random))]),
            2 => new Message.Bye(Name(random)),
            3 => new Message.Refuse(coordinator, Name(random)),
            4 => new Message.Mixture(coordinator, pass, Mixture(random, Shape(random), random.Next(1, 4), 3), [random.NextDouble(), 1e149, -0.0]),
            5 => new Message.Task(coordinator, pass, Name(random), new BlockTask.Summarize(Name(random), random.Next(1, 9))),
            6 => new Message.Task(coordinator, pass, Name(random), new BlockTask.Draw(Summary(random), new RowDraw(random.Next(), random.NextInt64(), [random.NextDouble(), 1, double.PositiveInfinity]))),
            7 => new Message.Task(coordinator, pass, Name(random), new BlockTask.Expect([.. Enumerable.Range(0, 1 << random.Next(4)).Select(_ => Summary(random))])),
            8 => new Message.Answer(coordinator, pass, Name(random), random.NextDouble(), Result(random)),
            9 => new Message.Failed(coordinator, pass, Name(random), Name(random), random.Next(2) == 0, Name(random)),
            _ => new Message.End(coordinator, pass),
        };
    }

    private static BlockResult Result(Random random) => random.Next(3) switch
    {
        0 => new BlockResult.Summary(Summary(random)),
        1 => new BlockResult.Rows(Name(random), Rows(random)),
        _ => new BlockResult.Statistics(Name(random), random.Next(), random.NextInt64(), [double.NegativeInfinity, double.NaN, -0.0, random.NextDouble()]),
    };

    private static DrawnRows Rows(Random random)
    {
        var (count, dimension) = (random.Next(6), random.Next(1, 4));
        var values = new double[count * dimension];
        Fill(random, values);
        if (values.Length > 0 && random.Next(2) == 0)
            values[0] = double.NaN;
        var samples = StreamGmm.Samples.From(values, dimension, MissingValues.Marginalize);
        if (random.Next(2) == 0)
            samples = samples.WithWeights(Enumerable.Range(0, count).Select(_ => random.NextDouble()).ToArray());
        if (random.Next(2) == 0)
            samples = samples.WithLabels(Enumerable.Range(0, count).Select(_ => random.Next(-1, 3)).ToArray());
        return new DrawnRows(samples, Enumerable.Range(0, count).Select(i => (3 * i) + random.Next(3)).ToArray());
    }

    private static BlockSummary Summary(Random random) => new(Name(random), 100, [random.NextDouble(), double.NaN], [40, 7], (ulong)random.NextInt64());

    private static CovarianceShape Shape(Random random) => random.Next(5) is var i && i < 4 ? CovarianceShape.All[i] : CovarianceShape.LowRank(random.Next(1, 3));

    private static string Name(Random random) => string.Concat(Enumerable.Range(0, random.Next(1, 20)).Select(_ => "aZ9/._ µ块\n"[random.Next(10)]));

    private static Guid Id(Random random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }

    private static void Fill(Random random, Span<double> values)
    {
        foreach (ref var value in values)
            value = (8 * random.NextDouble()) - 4;
    }
}
