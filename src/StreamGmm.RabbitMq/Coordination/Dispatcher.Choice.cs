namespace StreamGmm;

/// <content>Which blocks a worker gets.</content>
internal sealed partial class Dispatcher
{
    /// <summary>Gives every worker its first task before any gets its second.</summary>
    private void FillAll(TimeSpan now)
    {
        if (!passes.Values.Any(pass => pass.Unsent.Count > 0 || Overdue(pass, now) is not null))
            return;
        for (var each = 1; each <= DispatchRules.OutstandingEach; each++)
        {
            foreach (var worker in workers.Values)
                Fill(worker, each, now);
        }
    }

    private void Fill(WorkerEntry worker, int each, TimeSpan now)
    {
        while (reply is not null && !Status.IsBlocked && !worker.IsLate && worker.Outstanding.Count < each && Choose(worker, now) is ({ } pass, var run))
            Send(worker, pass, run, now);
    }

    /// <summary>Blocks for a worker; where it is idle and there are none for it, some that another is late with.</summary>
    private (Pass Pass, Run Run)? Choose(WorkerEntry worker, TimeSpan now)
    {
        var isIdle = worker.Outstanding.Count == 0;
        foreach (var pass in passes.Values)
        {
            if (Choose(worker, pass, isIdle) is { } run)
                return (pass, run);
            if (!isIdle || Overdue(pass, now) is not { } late)
                continue;
            TakeBack(late, pass);
            if (Choose(worker, pass, isIdle) is { } again)
                return (pass, again);
        }

        return null;
    }

    /// <summary>Blocks the worker keeps; or some that none keeps; or, where the worker is idle, some that another keeps.</summary>
    private Run? Choose(WorkerEntry worker, Pass pass, bool isIdle)
    {
        if (pass.Unsent.Count == 0)
            return null;
        var (blocks, height) = (RunLength(pass), 0);
        if (blocks > 1)
            height = Math.Min(int.Log2(blocks), Math.Min(rules.MostHeight, pass.MostHeight));
        return First(pass.Unsent.KeptBy(worker))
            ?? (pass.MostHeight == 0 && blocks > 1 ? Next(worker, pass) : null)
            ?? First(pass.Unsent.Loose)
            ?? (isIdle ? First(pass.Unsent.All) : null);

        Run? First(RunSet? set) => set?.Longest(height, place => pass.HasFailedOn(place, worker.Queue));
    }

    /// <summary>How many blocks a task is for at most: a share of those that are left, but, where each worker gets two all the same, so many that a coordinator is not asked for tasks faster than it can give them.</summary>
    private int RunLength(Pass pass)
    {
        var busy = effort.Median() is { } each ? taskSeconds * workers.Count / each.TotalSeconds : 0;
        return Math.Max(
            pass.Unsent.Count / (rules.TasksEach * workers.Count),
            (int)Math.Min(busy, pass.Tasks.Count / (DispatchRules.OutstandingEach * workers.Count)));
    }

    /// <summary>The block behind the one that the worker was given last, or the first of many together: a worker shall keep neighbours, which can be a run later.</summary>
    private static Run? Next(WorkerEntry worker, Pass pass)
    {
        var next = worker.Next.Pass == pass.Number ? worker.Next.Place : -1;
        if (next >= 0 && next < pass.Tasks.Count && pass.Unsent.Loose.Contains(next) && !pass.HasFailedOn(next, worker.Queue))
            return Run.Of(next);
        return pass.Unsent.Loose.Longest(Run.MostHeight, _ => true) is { } longest ? Run.Of(longest.First) : null;
    }

    /// <summary>What is waited for too long, and longest; null where nothing is.</summary>
    private SentRun? Overdue(Pass pass, TimeSpan now) => durations[(int)pass.Tasks[0].Work].Median() is { } median
        ? pass.Sent.Overdue(now - behind, rules.Overdue * median, rules.OverdueFloor)
        : null;

    /// <summary>A late run is there for others, in parts where they are many. Its worker may still be the first to answer, but gets nothing else until then.</summary>
    private void TakeBack(SentRun late, Pass pass)
    {
        late.Worker.IsLate = true;
        Again(pass.TakeBack(late.Run, late.Worker));
    }

    /// <summary>The mixture goes to all workers at once: the coordinator writes it one time, however many there are. Who comes later is told with the first task.</summary>
    private void Tell(Pass pass)
    {
        if (pass.Mixture is not { } mixture || workers.Count == 0)
            return;
        Outbox.Enqueue(new Outgoing(null, mixture));
        foreach (var worker in workers.Values)
            worker.Told.Add(pass.Number);
    }

    private void Send(WorkerEntry worker, Pass pass, Run run, TimeSpan now)
    {
        var weight = run.Count + worker.Outstanding.Keys.Sum(key => key.Run.Count);
        pass.Send(run, worker, weight, now);
        worker.Outstanding[(pass.Number, run)] = (now, weight);
        worker.Next = (pass.Number, run.End);
        if (pass.Mixture is { } mixture && worker.Told.Add(pass.Number))
            Outbox.Enqueue(new Outgoing(worker.Queue, mixture));
        Outbox.Enqueue(new Outgoing(worker.Queue, new Message.Task(coordinator, pass.Number, reply!, pass.TaskOf(run))));
    }
}
