using StreamGmm.Core.Tests.Online;
using OnlineStream = StreamGmm.Core.Tests.Online.Stream;

namespace StreamGmm.Core.Tests.Persistence;

public class SavedStateLaws
{
    [Fact]
    public void A_stream_that_is_saved_and_resumed_anywhere_goes_on_bit_for_bit() => Law.Holds(
        StreamCase.Any,
        c =>
        {
            var (whole, resumed, draw) = (c.First, SavedStates.Again(c.First), new Draw(c.Seed));
            foreach (var samples in c.Stream())
            {
                var batch = samples.At(whole.Position + samples.Count);
                (whole, resumed) = (OnlineEm.Next(whole, batch, c.Options), OnlineEm.Next(resumed, batch, c.Options));
                if (draw.Chance(0.4))
                    resumed = SavedStates.Again(resumed);
                OnlineStream.Same(whole, resumed);
                Assert.Equal(whole, resumed);
            }
        },
        cases: 40);

    [Fact]
    public void Rows_that_come_again_after_a_resume_change_nothing() => Law.Holds(
        StreamCase.Any,
        c =>
        {
            var state = c.First;
            foreach (var samples in c.Stream())
            {
                var batch = samples.At(state.Position + samples.Count);
                state = SavedStates.Again(OnlineEm.Next(state, batch, c.Options));
                Assert.Same(state, OnlineEm.Next(state, batch, c.Options));
            }
        },
        cases: 10);

    [Fact]
    public void What_is_saved_again_is_the_same_text() => Law.Holds(
        StreamCase.Any,
        c =>
        {
            var state = c.Stream().Aggregate(c.First, (s, samples) => OnlineEm.Next(s, samples.At(s.Position + samples.Count), c.Options));
            var text = SavedStates.Written(new SavedState(state));
            Assert.Equal(text, SavedStates.Written(SavedStates.Read(text)));
        },
        cases: 20);
}
