namespace StreamGmm;

/// <content>Which block a worker gets.</content>
internal sealed partial class Dispatcher
{
    /// <summary>Gives every worker its first block before any gets its second.</summary>
    private void FillAll(TimeSpan now)
    {
        if (passes.Count == 0)
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
                foreach (var block in worker.Kept)
                {
                    if (pass.PlaceOf(block) is var place && place >= 0 && pass.Unsent.Contains(place) && !pass.HasFailedOn(place, worker.Queue))
                        return (pass, place);
                }

                var stolen = -1;
                foreach (var place in pass.Unsent)
                {
                    if (pass.HasFailedOn(place, worker.Queue))
                        continue;
                    if (!workers.Values.Any(other => other.Kept.Contains(pass.Tasks[place].Block)))
                        return (pass, place);
                    stolen = stolen < 0 ? place : stolen;
                }

                if (isIdle && stolen >= 0)
                    return (pass, stolen);
            }

            if (isIdle && Overdue(worker, pass, now) is var late && late >= 0)
                return (pass, late);
        }

        return (null, -1);
    }

    /// <summary>The block of other workers that is waited for longest, if that is too long; −1 for none.</summary>
    private int Overdue(WorkerEntry worker, Pass pass, TimeSpan now)
    {
        if (durations[(int)pass.Tasks[0].Work].Median() is not { } median)
            return -1;
        var (longest, chosen) = (TimeSpan.FromTicks(Math.Max(rules.OverdueFloor.Ticks, (long)(rules.Overdue * median.Ticks))), -1);
        foreach (var (number, place) in workers.Values.Where(other => other != worker).SelectMany(other => other.Outstanding.Keys))
        {
            if (number == pass.Number && !pass.IsAnswered(place) && now - pass.LastSent[place] > longest && !pass.HasFailedOn(place, worker.Queue) && !worker.Outstanding.ContainsKey((number, place)))
                (longest, chosen) = (now - pass.LastSent[place], place);
        }

        return chosen;
    }

    private void Send(WorkerEntry worker, Pass pass, int place, TimeSpan now)
    {
        if (!pass.Unsent.Remove(place))
        {
            Status = Status with { Redeliveries = Status.Redeliveries + 1 };
            foreach (var late in workers.Values.Where(other => other.Outstanding.ContainsKey((pass.Number, place))))
                late.IsLate = true;
        }

        pass.LastSent[place] = now;
        worker.Outstanding.Add((pass.Number, place), now);
        if (pass.Mixture is { } mixture && worker.Told.Add(pass.Number))
            Outbox.Enqueue(new Outgoing(worker.Queue, mixture));
        Outbox.Enqueue(new Outgoing(worker.Queue, new Message.Task(coordinator, pass.Number, reply!, pass.Tasks[place])));
    }
}
