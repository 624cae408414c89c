namespace StreamGmm;

/// <summary>What waits to be published, no more than so much: alarms in their order, and of models and of the states of each stream the latest.</summary>
/// <param name="mostAlarms">Beyond so many the oldest are given up, and counted.</param>
internal sealed class Publications(int mostAlarms)
{
    private readonly LinkedList<Publication> alarms = new();

    // Those that wait longest are first.
    private readonly List<Publication> latest = [];

    /// <summary>Models and states that were replaced by later ones before they were sent.</summary>
    public long Replaced { get; private set; }

    /// <summary>Alarms that were given up.</summary>
    public long LostAlarms { get; private set; }

    /// <summary>True when nothing waits.</summary>
    public bool IsEmpty => alarms.Count == 0 && latest.Count == 0;

    /// <summary>An alarm more.</summary>
    public void AddAlarm(Publication alarm)
    {
        alarms.AddLast(alarm);
        Limit();
    }

    /// <summary>In place of the one with the same key that may wait.</summary>
    public void AddLatest(Publication publication)
    {
        var place = latest.FindIndex(waiting => waiting.Key == publication.Key);
        if (place < 0)
        {
            latest.Add(publication);
            return;
        }

        latest[place] = publication;
        Replaced++;
    }

    /// <summary>Takes what is to be sent next, alarms first.</summary>
    public Publication? Take()
    {
        if (alarms.First is { } alarm)
        {
            alarms.RemoveFirst();
            return alarm.Value;
        }

        if (latest.Count == 0)
            return null;
        var first = latest[0];
        latest.RemoveAt(0);
        return first;
    }

    /// <summary>Takes back what could not be sent.</summary>
    public void Return(Publication publication, bool isAlarm)
    {
        if (isAlarm)
        {
            alarms.AddFirst(publication);
            Limit();
        }
        else if (latest.Exists(waiting => waiting.Key == publication.Key))
            Replaced++;
        else
            latest.Insert(0, publication);
    }

    private void Limit()
    {
        if (alarms.Count <= mostAlarms)
            return;
        alarms.RemoveFirst();
        LostAlarms++;
    }
}
