using System.Diagnostics;
using System.Globalization;
using StreamGmm.Benchmarks.Machine;

namespace StreamGmm.Benchmarks.Workers;

/// <summary>A real cluster on this machine: two workers against one, what a pass costs beyond the work, and what a message costs each part.</summary>
internal static class WorkersTable
{
    public const string Usage = "workers [speed] [overhead] [messages] [--rows N] [--features D] [--components K] [--blocks B] [--seconds S]; without a part all of them";

    private const double FewestTimes = 1.7;
    private const double MostOverhead = 0.060;

    public static async Task PrintAsync(IReadOnlyList<string> arguments)
    {
        string[] parts = ["speed", "overhead", "messages"];
        var chosen = parts.Intersect(arguments, StringComparer.Ordinal).ToArray();
        parts = chosen.Length > 0 ? chosen : parts;
        var (rows, features, components, blocks, seconds) = (Number("--rows", 2_000_000), Number("--features", 16), Number("--components", 20), Number("--blocks", 32), Number("--seconds", 5));
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, e) =>
        {
            e.Cancel = true;
            stop.Cancel();
        };
        try
        {
            await using var broker = await LocalBroker.StartAsync(stop.Token);
            Environment.SetEnvironmentVariable(BrokerAddress.UserVariable, LocalBroker.User);
            Environment.SetEnvironmentVariable(BrokerAddress.PasswordVariable, broker.Password);
            Console.WriteLine($"workers of one thread, each on a core of its own; coordinator and broker on the same {Environment.ProcessorCount} cores, load average {Load.Average:F2}");
            if (parts.Contains("speed"))
                await SpeedAsync(broker, rows, features, components, blocks, seconds, stop.Token);
            if (parts.Contains("overhead"))
                await OverheadAsync(broker, features, components, blocks, seconds, stop.Token);
            if (parts.Contains("messages"))
                await MessagesAsync(broker, seconds, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Console.WriteLine("Stopped.");
        }

        int Number(string name, int otherwise)
        {
            var at = arguments.ToList().IndexOf(name);
            return at < 0 ? otherwise
                : at + 1 < arguments.Count && int.TryParse(arguments[at + 1], CultureInfo.InvariantCulture, out var number) && number > 0 ? number
                : throw new ArgumentException($"{name} wants a whole number above 0. Usage: {Usage}");
        }
    }

    /// <summary>Two workers against one, in turn.</summary>
    private static async Task SpeedAsync(LocalBroker broker, int rows, int features, int components, int blocks, double seconds, CancellationToken cancellationToken)
    {
        using var folder = BlockFolder.Of(rows, features, components, blocks);
        Console.WriteLine($"\n{folder}, full");
        var memory = Alone(folder, seconds, cancellationToken);
        await using Fleet one = await Fleet.StartAsync(broker, folder, 1, cancellationToken), two = await Fleet.StartAsync(broker, folder, 2, cancellationToken);
        Passes[] passes = [];
        var peak = PeakMemory.Of(() => passes = Passes.Measure(broker, [one, two], seconds, 5, cancellationToken));
        Head();
        Row("1 worker", passes[0]);
        Row("2 workers", passes[1]);
        var times = passes[0].Seconds / passes[1].Seconds;
        var same = one.State.Iteration == two.State.Iteration ? one.State.Equals(two.State) ? "equal states" : "STATES DIFFER" : "";
        Console.WriteLine($"2 workers are {times:F2} times as fast as 1 (target {FewestTimes}); in memory 2 threads are {memory.One / memory.Two:F2} times as fast as 1 ({memory.One * 1e3:F0} ms, {memory.Two * 1e3:F0} ms; its blocks one after another {memory.ByBlocks * 1e3:F0} ms); the coordinator held {peak / 1048576.0:F0} MB more at most; {one.Status.Redeliveries + two.Status.Redeliveries} redeliveries {same}");
        Console.WriteLine(times >= FewestTimes ? "met" : "NOT MET");
    }

    /// <summary>What a pass takes where there is nearly nothing to compute.</summary>
    private static async Task OverheadAsync(LocalBroker broker, int features, int components, int blocks, double seconds, CancellationToken cancellationToken)
    {
        using var folder = BlockFolder.Of(10 * blocks, features, components, blocks);
        Console.WriteLine($"\n{folder}, full: nearly nothing to compute");
        await using Fleet one = await Fleet.StartAsync(broker, folder, 1, cancellationToken), two = await Fleet.StartAsync(broker, folder, 2, cancellationToken);
        var passes = Passes.Measure(broker, [one, two], seconds / 2, 5, cancellationToken);
        Head();
        Row("1 worker", passes[0]);
        Row("2 workers", passes[1]);
        var idle = await Passes.IdleAsync(broker, [one, two], seconds / 2, cancellationToken);
        Console.WriteLine($"a second without a pass takes {idle.Coordinator * 1e3:F1} ms of the processor in 2 coordinators, {idle.Broker * 1e3:F1} ms in the broker, {idle.Workers * 1e3:F1} ms in 3 workers");
        var most = passes.Max(p => p.Seconds);
        Console.WriteLine($"overhead of an iteration {most * 1e3:F1} ms (target below {MostOverhead * 1e3:F0} ms): {(most < MostOverhead ? "met" : "NOT MET")}");
    }

    /// <summary>What a block costs each part, beyond the work, by the size of its statistics.</summary>
    private static async Task MessagesAsync(LocalBroker broker, double seconds, CancellationToken cancellationToken)
    {
        Console.WriteLine($"\nmany blocks of nearly no rows, 1 worker: µs a block, of the processor");
        Console.WriteLine($"{"D × K, blocks",-22}{"answer, KB",12}{"clock",10}{"coordinator",13}{"broker",10}{"worker",10}");
        foreach (var (features, components, blocks) in new[] { (2, 3, 2000), (16, 20, 1000), (32, 20, 500), (64, 20, 250) })
        {
            using var folder = BlockFolder.Of(Math.Max(4, features / 4) * blocks, features, components, blocks);
            await using var one = await Fleet.StartAsync(broker, folder, 1, cancellationToken);
            var pass = Passes.Measure(broker, [one], seconds, 5, cancellationToken)[0];
            var micro = 1e6 / blocks;
            Console.WriteLine($"{$"{features} × {components}, {blocks}",-22}{one.State.Statistics.Length * 8 / 1e3,12:F1}{pass.Seconds * micro,10:F1}{pass.Coordinator * micro,13:F1}{pass.Broker * micro,10:F1}{pass.Workers * micro,10:F1}");
        }
    }

    /// <summary>Median seconds of an iteration in memory, with one thread and with two, and of its E-step by blocks with one.</summary>
    private static (double One, double Two, double ByBlocks) Alone(BlockFolder folder, double seconds, CancellationToken cancellationToken)
    {
        var (problem, times) = (folder.Problem, new[] { new List<double>(), [], [] });
        var blocks = Enumerable.Range(0, folder.Blocks).Select(block => problem.Samples.Slice((int)((long)problem.Count * block / folder.Blocks), problem.Count / folder.Blocks)).ToArray();
        EmOptions[] options = [.. new[] { 1, 2 }.Select(threads => new EmOptions { Tolerance = 0, Acceleration = Acceleration.None, Threads = threads })];
        var state = Em.Start(problem.Start, problem.Samples, options[1], cancellationToken);
        for (var total = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(total).TotalSeconds < seconds || times[1].Count < 3;)
        {
            Time(0, () => state = Em.Next(state, problem.Samples, options[0], cancellationToken));
            Time(1, () => state = Em.Next(state, problem.Samples, options[1], cancellationToken));
            Time(2, () => SufficientStatistics.Merge(blocks.Select(block => EStep.Expect(state.Mixture, block, state.Statistics.Origin, 1, cancellationToken))));
        }

        return (Median(times[0]), Median(times[1]), Median(times[2]));

        void Time(int which, Action action)
        {
            var start = Stopwatch.GetTimestamp();
            action();
            times[which].Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static void Head() => Console.WriteLine($"{"",-12}{"ms",10}{"passes",8}{"coordinator, ms",17}{"broker, ms",12}{"workers, ms",13}{"allocated, MB",15}");

    private static void Row(string name, Passes passes) =>
        Console.WriteLine($"{name,-12}{passes.Seconds * 1e3,10:F1}{passes.Count,8}{passes.Coordinator * 1e3,17:F1}{passes.Broker * 1e3,12:F1}{passes.Workers * 1e3,13:F1}{passes.Allocated / 1e6,15:F2}");
}
