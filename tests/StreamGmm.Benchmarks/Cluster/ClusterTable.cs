using System.Globalization;

namespace StreamGmm.Benchmarks.Cluster;

/// <summary>Iteration time against the number of workers, up to where the coordinator can give no more, with a task for each block and with tasks of runs of blocks.</summary>
internal static class ClusterTable
{
    public const string Usage = "cluster [--rows N] [--features D] [--components K] [--blocks B] [--workers W1,W2,...] [--spread S] [--rare SHARE] [--deaths PER-HOUR] [--message µs] [--broker-message µs] [--gbit G] [--tasks OF-A-WORKER] [--seed S]";

    public static void Print(IReadOnlyList<string> arguments)
    {
        var given = Parse(arguments);
        (double Rows, int Dimension, int Components, int Blocks)[] problems = given.Keys.Any(key => key is "--rows" or "--features" or "--components" or "--blocks")
            ? [(Get("--rows", 1e9), (int)Get("--features", 16), (int)Get("--components", 20), (int)Get("--blocks", 40_000))]
            : [(1e9, 16, 20, 10_000), (1e9, 16, 20, 40_000), (1e9, 64, 20, 40_000)];
        int[] counts = given.TryGetValue("--workers", out var list)
            ? [.. list.Split(',').Select(text => (int)Number("--workers", text))]
            : [10, 30, 100, 300, 1_000, 3_000, 10_000];
        foreach (var (rows, dimension, components, blocks) in problems)
        {
            var costs = MeasuredCosts.Of(dimension, components);
            costs = costs with
            {
                Message = Get("--message", costs.Message * 1e6) / 1e6,
                BrokerMessage = Get("--broker-message", costs.BrokerMessage * 1e6) / 1e6,
                Line = 8e-9 / Get("--gbit", 8e-9 / costs.Line),
            };
            var scenario = new ClusterScenario
            {
                Blocks = blocks,
                RowsPerBlock = rows / blocks,
                Spread = (Get("--spread", 0.1), Get("--spread", 0.1)),
                Rare = (Get("--rare", 1e-4), 10),
                Deaths = (Get("--deaths", 0.01), 30),
                TasksEach = (int)Get("--tasks", 4),
                Seed = (int)Get("--seed", 1),
            };
            Print(costs, scenario, rows, dimension, components, counts);
        }

        double Get(string name, double otherwise) => given.TryGetValue(name, out var text) ? Number(name, text) : otherwise;
    }

    private static void Print(ClusterCosts costs, ClusterScenario scenario, double rows, int dimension, int components, int[] counts)
    {
        var work = rows * costs.Row;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n{rows:E0} × {dimension} × {components} in {scenario.Blocks:N0} blocks, workers of one core: {work:F0} s of one core; task {costs.TaskBytes.Task / 1e3:F1} KB, mixture {costs.MixtureBytes / 1e3:F1} KB, answer {costs.AnswerBytes / 1e3:F1} KB; {scenario.Deaths.PerHour} deaths an hour each"));
        Console.WriteLine($"{"",8}{"a task a block",44}{"",4}{"tasks of runs of blocks",44}");
        var head = $"{"s",10}{"efficiency",12}{"coordinator",13}{"broker",9}";
        Console.WriteLine($"{"workers",8}{head}{"",4}{head}{"sent again",12}{"deciding, µs",14}");
        foreach (var workers in counts)
        {
            var one = ClusterSimulation.Run(costs, scenario with { Workers = workers, MostHeight = 0 });
            var many = ClusterSimulation.Run(costs, scenario with { Workers = workers });
            Console.WriteLine($"{workers,8:N0}{Columns(one, workers)}{"",4}{Columns(many, workers)}{many.Status.Redeliveries,12}{many.Deciding * 1e6,14:F1}");
        }

        string Columns(PassFigures figures, int workers) => $"{figures.Median,10:F3}{work / workers / figures.Median,12:P0}{figures.Coordinator,13:P0}{figures.Broker,9:P0}";
    }

    private static Dictionary<string, string> Parse(IReadOnlyList<string> arguments)
    {
        string[] names = ["--rows", "--features", "--components", "--blocks", "--workers", "--spread", "--rare", "--deaths", "--message", "--broker-message", "--gbit", "--tasks", "--seed"];
        if (arguments.Count % 2 != 0 || arguments.Where((_, i) => i % 2 == 0).FirstOrDefault(name => !names.Contains(name)) is not null)
            throw new ArgumentException($"These arguments are not understood: {string.Join(' ', arguments)}. Usage: {Usage}");
        return arguments.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]);
    }

    private static double Number(string name, string text) =>
        double.TryParse(text, CultureInfo.InvariantCulture, out var number) && number >= 0 ? number : throw new ArgumentException($"{name} is '{text}': a number from 0 was expected. Usage: {Usage}");
}
