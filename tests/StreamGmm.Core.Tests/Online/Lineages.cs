namespace StreamGmm.Core.Tests.Online;

/// <summary>What is true of the ids of components along a stream.</summary>
internal static class Lineages
{
    /// <summary>Ids change only by events, each is given once, and there is one for each component.</summary>
    public static void AssertSound(IReadOnlyList<OnlineState> states)
    {
        var warm = states.SkipWhile(s => s.ComponentIds.Count == 0).ToArray();
        if (warm.Length == 0)
            return;
        var living = warm[0].ComponentIds.ToHashSet();
        var known = living.ToHashSet();
        foreach (var state in warm)
        {
            foreach (var what in state.Events)
            {
                (long[] gone, long[] come) = what switch
                {
                    LineageEvent.Born born => ((long[])[], (long[])[born.Id]),
                    LineageEvent.Died died => ([died.Id], []),
                    LineageEvent.Merged merged => ([merged.First, merged.Second], [merged.Into]),
                    LineageEvent.Split split => ([split.From], [split.First, split.Second]),
                    _ => throw new InvalidOperationException(),
                };
                Assert.All(gone, id => Assert.True(living.Remove(id), $"{id} was not there."));
                Assert.All(come, id => Assert.True(known.Add(id) && living.Add(id), $"{id} was there before."));
            }

            Assert.Equal(living.Order(), state.ComponentIds.Order());
            Assert.Equal(state.Current!.Components, state.ComponentIds.Count);
            Stream.AssertSound(state);
        }
    }
}
