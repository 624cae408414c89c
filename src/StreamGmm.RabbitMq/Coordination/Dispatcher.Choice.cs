namespace StreamGmm;

/// <content>Which block a worker gets.</content>
internal sealed partial class Dispatcher
{
    /// <summary>Gives every worker its first block before any gets its second.</summary>
    private void FillAll(TimeSpan now)
    {
        if (!passes.Values.Any(pass => pass.Unsent.Count > 0 || Overdue(pass, now).Any()))
            return;
        for (var each = 1; each <= DispatchRules.OutstandingEach; each++)
        {
            foreach (var worker in workers.Values)
                Fill(worker, each, now);
        }
    }

    private void Fill(WorkerEntry worker, int each, TimeSpan now)
    {
        while (reply is not null && !worker.IsLate && worker.Outstanding.Count < each && Choose(worker, now) is var (pass, place) && pass is not null)
            Send(worker, pass, place, now);
    }

    /// <summary>A block the worker keeps; or one that none keeps; or, where the worker is idle, one that another keeps, or one that another is late with.</summary>
    private (Pass? Pass, int Place) Choose(WorkerEntry worker, TimeSpan now)
    {
        var isIdle = worker.Outstanding.Count == 0;
        foreach (var pass in passes.Values)
        {
            if (pass.Unsent.Count > 0)
            {
                if (First(pass.Unsent.KeptBy(worker)) is var kept and >= 0)
                    return (pass, kept);
                if (First(pass.Unsent.Loose) is var loose and >= 0)
                    return (pass, loose);
                if (isIdle && First(pass.Unsent.All) is var stolen and >= 0)
                    return (pass, stolen);
            }

            if (isIdle && First(Overdue(pass, now)) is var late and >= 0)
                return (pass, late);

            int First(IEnumerable<int> places)
            {
                foreach (var place in places)
                {
                    if (!pass.HasFailedOn(place, worker.Queue))
                        return place;
                }

                return -1;
            }
        }

        return (null, -1);
    }

    /// <summary>The blocks that are waited for too long, the longest first.</summary>
    private IEnumerable<int> Overdue(Pass pass, TimeSpan now)
    {
        if (durations[(int)pass.Tasks[0].Work].Median() is not { } median)
            return [];
        var most = TimeSpan.FromTicks(Math.Max(rules.OverdueFloor.Ticks, (long)(rules.Overdue * median.Ticks)));
        return pass.Sent.Earliest.TakeWhile(sent => now - sent.Time > most).Select(sent => sent.Place);
    }

    private void Send(WorkerEntry worker, Pass pass, int place, TimeSpan now)
    {
        if (!pass.Unsent.Remove(place))
        {
            Status = Status with { Redeliveries = Status.Redeliveries + 1 };
            foreach (var late in pass.Sent.Holders(place))
                late.IsLate = true;
        }

        pass.Sent.Add(place, worker, now);
        worker.Outstanding.Add((pass.Number, place), now);
        if (pass.Mixture is { } mixture && worker.Told.Add(pass.Number))
            Outbox.Enqueue(new Outgoing(worker.Queue, mixture));
        Outbox.Enqueue(new Outgoing(worker.Queue, new Message.Task(coordinator, pass.Number, reply!, pass.Tasks[place])));
    }
}
