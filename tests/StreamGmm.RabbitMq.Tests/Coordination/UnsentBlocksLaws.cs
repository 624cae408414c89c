using FsCheck.Fluent;

namespace StreamGmm.RabbitMq.Tests.Coordination;

public class UnsentBlocksLaws
{
    private const int Blocks = 6;

    [Fact]
    public void Whoever_keeps_what_the_blocks_are_those_of_a_plain_search() => Law.Holds(Gen.Choose(0, int.MaxValue - 1), seed =>
    {
        var random = new Random(seed);
        var keepers = new Keepers();
        var tasks = Enumerable.Range(0, Blocks).Select(i => new BlockTask.Summarize($"b{i}", 1)).ToArray();
        var workers = Enumerable.Range(0, 3).Select(i => new WorkerEntry($"w{i}", $"w{i}")).ToArray();
        foreach (var worker in workers)
            keepers.Add(worker, tasks[random.Next(Blocks)].Block);
        var (blocks, left) = (new UnsentBlocks(tasks, keepers), Enumerable.Range(0, Blocks).ToHashSet());
        for (var step = 0; step < 60; step++)
        {
            var (place, worker) = (random.Next(Blocks), workers[random.Next(workers.Length)]);
            switch (random.Next(4))
            {
                case 0:
                    Assert.Equal(left.Remove(place), blocks.Remove(place));
                    break;
                case 1:
                    left.Add(place);
                    blocks.Add(place);
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
            Assert.Equal(left.Order(), blocks.All);
            Assert.Equal(left.Order().Where(i => !workers.Any(w => w.Kept.Contains(tasks[i].Block))), blocks.Loose);
            foreach (var one in workers)
                Assert.Equal(left.Order().Where(i => one.Kept.Contains(tasks[i].Block)), blocks.KeptBy(one));
        }
    }, 300);
}
