namespace StreamGmm.Cli.Output;

/// <summary>The line that shows how far a fit over blocks is: its state, and how far it is on the way to the next. For several threads.</summary>
internal sealed class FitLine(string first, Action<string> show)
{
    private readonly Lock gate = new();
    private string state = first;
    private string way = "";

    /// <summary>A state is there.</summary>
    public void State(string text) => Show(text, way);

    /// <summary>Blocks were done.</summary>
    public void Way(string text) => Show(state, text);

    private void Show(string newState, string newWay)
    {
        lock (gate)
        {
            (state, way) = (newState, newWay);
            show(way.Length == 0 ? state : $"{state}; {way}");
        }
    }
}
