using FsCheck.Fluent;

namespace StreamGmm.RabbitMq.Tests.Models;

public class PublicationsLaws
{
    private const int MostAlarms = 4;

    [Fact]
    public void Everything_is_sent_or_counted_alarms_first_and_in_order_and_of_each_key_the_latest_alone() => Law.Holds(
        // 0 to 2: the state of a stream; 3: an alarm; 4: one is sent; 5: one is taken and cannot be sent, while another of its kind comes or not.
        Gen.Choose(0, 6).ListOf(),
        steps =>
        {
            var waiting = new Publications(MostAlarms);
            var (alarms, states, lost, replaced, number) = (new List<Publication>(), new Dictionary<string, Publication>(), 0L, 0L, 0);
            Publication New(string key) => new("exchange", $"{key}", () => BitConverter.GetBytes(number++));
            void Add(int step)
            {
                var publication = New(step < 3 ? $"state.{step}" : "alarm.x");
                if (step < 3)
                {
                    replaced += states.ContainsKey(publication.Key) ? 1 : 0;
                    states[publication.Key] = publication;
                    waiting.AddLatest(publication);
                    return;
                }

                alarms.Add(publication);
                waiting.AddAlarm(publication);
                Limit();
            }

            void Limit()
            {
                if (alarms.Count > MostAlarms)
                {
                    alarms.RemoveAt(0);
                    lost++;
                }
            }

            foreach (var step in steps)
            {
                if (step < 4)
                {
                    Add(step);
                    continue;
                }

                var taken = waiting.Take();
                Assert.Equal(alarms.Count + states.Count == 0, taken is null);
                if (taken is null)
                    continue;
                Assert.Equal(alarms.Count > 0 ? alarms[0] : states[taken.Key], taken);
                var isAlarm = alarms.Remove(taken) || !states.Remove(taken.Key);
                if (step == 4)
                    continue;
                if (step == 6)
                    Add(isAlarm ? 3 : taken.Key[^1] - '0');
                waiting.Return(taken, isAlarm);
                if (isAlarm)
                    alarms.Insert(0, taken);
                else if (!states.TryAdd(taken.Key, taken))
                    replaced++;
                Limit();
            }

            Assert.Equal((alarms.Count + states.Count == 0, lost, replaced), (waiting.IsEmpty, waiting.LostAlarms, waiting.Replaced));
            foreach (var alarm in alarms)
                Assert.Same(alarm, waiting.Take());
            for (var rest = states.Count; rest > 0; rest--)
                Assert.True(waiting.Take() is { } state && states.Remove(state.Key, out var latest) && ReferenceEquals(latest, state));
            Assert.True(waiting.IsEmpty);
        },
        300);

    [Fact]
    public void States_that_wait_longest_are_sent_first()
    {
        var waiting = new Publications(1);
        foreach (var key in new[] { "a", "b", "a", "c" })
            waiting.AddLatest(new Publication("", key, () => default));
        Assert.Equal(["a", "b", "c"], [waiting.Take()!.Key, waiting.Take()!.Key, waiting.Take()!.Key]);
    }
}
