using FsCheck.Fluent;

namespace StreamGmm.RabbitMq.Tests.Coordination;

public class UnsentBlocksLaws
{
    private const int Blocks = 13;

    [Fact]
    public void Whoever_keeps_what_the_blocks_are_those_of_a_plain_search() => Law.Holds(Gen.Choose(0, int.MaxValue - 1), seed =>
    {
        var random = new Random(seed);
        var keepers = new Keepers();
        var tasks = Enumerable.Range(0, Blocks).Select(i => new BlockTask.Summarize($"b{i}", 1)).ToArray();
        var workers = Enumerable.Range(0, 3).Select(i => new WorkerEntry($"w{i}", $"w{i}")).ToArray();
        foreach (var worker in workers)
            keepers.Add(worker, tasks[random.Next(Blocks)].Block);
        var (blocks, left, alone) = (new UnsentBlocks(tasks, keepers), Enumerable.Range(0, Blocks).ToHashSet(), new HashSet<int>());
        for (var step = 0; step < 60; step++)
        {
            var (place, worker) = (random.Next(Blocks), workers[random.Next(workers.Length)]);
            switch (random.Next(10))
            {
                case 0:
                    var run = place < 12 ? Run.Around(place, random.Next(3)) : Run.Of(place);
                    Assert.Equal(left.RemoveWhere(run.Contains), blocks.Remove(run));
                    break;
                case 1 or 4 or 5 or 6 or 7 when left.Add(place):
                    blocks.Add(place);
                    break;
                case 8 when random.Next(4) == 0:
                    alone.Add(place);
                    blocks.Isolate(place);
                    break;
                case 2 when keepers.Add(worker, tasks[place].Block):
                    blocks.Keep(worker, place);
                    break;
                case 3 when keepers.Remove(worker, tasks[place].Block):
                    blocks.Forget(worker, place);
                    break;
                default:
                    break;
            }

            Assert.Equal(left.Count, blocks.Count);
            Same(left, blocks.All);
            Same(left.Where(i => !workers.Any(w => w.Kept.Contains(tasks[i].Block))), blocks.Loose);
            foreach (var one in workers)
                Same(left.Where(i => one.Kept.Contains(tasks[i].Block)), blocks.KeptBy(one) ?? new RunSet());
        }

        void Same(IEnumerable<int> places, RunSet set)
        {
            var there = places.Order().ToArray();
            Assert.Equal(there, set.Places);
            Assert.Equal(there.Length, set.Count);
            var (height, barred) = (random.Next(5), random.Next(Blocks));
            Assert.Equal(there.Contains(barred), set.Contains(barred));
            var runs = from above in Enumerable.Range(0, height + 1).Reverse()
                       from first in there
                       let run = new Run(first, above)
                       where Run.From(first, run.Count) is not null
                       where Enumerable.Range(first, run.Count).All(i => there.Contains(i) && (!alone.Contains(i) || (above == 0 && i != barred)))
                       select run;
            Assert.Equal(runs.Cast<Run?>().FirstOrDefault(), set.Longest(height, i => i == barred));
        }
    }, 300);
}
