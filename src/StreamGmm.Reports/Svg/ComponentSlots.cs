using System.Collections.Immutable;

namespace StreamGmm;

/// <summary>Which colour each component has: the first that no component of the same state had when it appeared, as on the page.</summary>
internal static class ComponentSlots
{
    /// <summary>The numbers of the colours of the last state's components, in their order.</summary>
    public static ImmutableArray<int> Of(ImmutableArray<DrawnState> states)
    {
        var slots = new Dictionary<long, int>();
        foreach (var ids in states.Select(state => state.Ids))
        {
            var used = ids.Where(slots.ContainsKey).Select(id => slots[id]).ToHashSet();
            foreach (var id in ids.Where(id => !slots.ContainsKey(id)))
            {
                slots[id] = Enumerable.Range(0, used.Count + 1).First(slot => !used.Contains(slot));
                used.Add(slots[id]);
            }
        }

        return states.IsEmpty ? [] : [.. states[^1].Ids.Select(id => slots[id])];
    }
}
