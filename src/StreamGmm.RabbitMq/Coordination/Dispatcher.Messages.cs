namespace StreamGmm;

/// <content>What comes of messages.</content>
internal sealed partial class Dispatcher
{
    /// <summary>Takes a message, or says why not.</summary>
    public Refusal? Take(Message message, TimeSpan now)
    {
        var refusal = message switch
        {
            Message.Hello hello => Take(hello, now),
            Message.Bye bye => Leave(bye.Queue, now),
            Message.Answer answer => Place(answer, answer.Queue, answer.Value.Block, answer.Value.Blocks, now, out var worker, out var pass, out var run) ?? (pass is null ? Late(worker, now) : Take(answer, worker, pass, run, now)),
            Message.Failed failed => Place(failed, failed.Queue, failed.Block, 1, now, out var worker, out var pass, out var run) ?? (pass is null ? Late(worker, now) : Take(failed, worker, pass, run.First, now)),
            _ => new Refusal(RefusalReason.WrongFit, $"A message of kind {message.Kind} came to a coordinator: it is for workers."),
        };
        if (refusal is not null)
            Refuse(refusal);
        return refusal;
    }

    /// <summary>Counts a message that was not taken.</summary>
    public void Refuse(Refusal refusal) => Status = Status with { RefusedMessages = Status.RefusedMessages + 1, LastRefusal = refusal.Message };

    private Refusal? Take(Message.Hello hello, TimeSpan now)
    {
        if (hello.Kernel.Fingerprint != kernel.Fingerprint && !rules.AllowMixed)
        {
            if (!refusedWorkers.ContainsKey(hello.Queue))
            {
                var reason = $"Worker '{hello.Name}' ({hello.Kernel.Path}) rounds differently from the coordinator ({kernel.Path}): the fit would not have the same bits. Leave it out, or take it all the same with AllowMixed.";
                Outbox.Enqueue(new Outgoing(hello.Queue, new Message.Refuse(coordinator, reason)));
                Status = Status with { RefusedWorkers = refusedWorkers.Count + 1, LastRefusal = reason };
            }

            refusedWorkers[hello.Queue] = now;

            return null;
        }

        if (!workers.TryGetValue(hello.Queue, out var worker))
        {
            workers.Add(hello.Queue, worker = new WorkerEntry(hello.Queue, hello.Name));
            Status = Status with { Workers = workers.Count };

            // It may not have been there when all were called.
            if (reply is not null)
                Outbox.Enqueue(new Outgoing(hello.Queue, new Message.Call(coordinator, reply)));
        }

        worker.LastHeard = lastWorker = now;
        KeepOnly(worker, hello.Kept);
        worker.IsLate &= hello.IsBusy;
        if (!hello.IsBusy)
            TakeBack(worker, now);
        Fill(worker, DispatchRules.OutstandingEach, now);
        return null;
    }

    /// <summary>Finds the worker, the pass and the run that a message is about; the pass is null where it is over.</summary>
    private Refusal? Place(Message message, string queue, string block, int blocks, TimeSpan now, out WorkerEntry? worker, out Pass? pass, out Run run)
    {
        (worker, pass, run) = (workers.GetValueOrDefault(queue), null, default);
        if (message.Coordinator != coordinator || message.Pass < 1 || message.Pass > lastPass)
            return new Refusal(RefusalReason.WrongFit, $"A message of kind {message.Kind} about a fit that this coordinator has not begun.");
        if (passes.TryGetValue(message.Pass, out pass))
        {
            var place = pass.PlaceOf(block);
            if (place < 0)
                return new Refusal(RefusalReason.WrongFit, $"A message of kind {message.Kind} about a block that is none of the fit's.");
            if (Run.From(place, blocks) is not { } found || found.Height > pass.MostHeight || found.End > pass.Tasks.Count)
                return new Refusal(RefusalReason.WrongFit, $"A message of kind {message.Kind} about {blocks} blocks from the {place + 1}th on: no task is for these.");
            run = found;
        }

        if (worker is not null)
            (worker.LastHeard, worker.IsLate) = (now, false);
        return null;
    }

    private Refusal? Take(Message.Answer answer, WorkerEntry? worker, Pass pass, Run run, TimeSpan now)
    {
        try
        {
            if (!pass.Keep(run, answer.Value))
            {
                worker?.Outstanding.Remove((pass.Number, run));
                return Late(worker, now);
            }
        }
        catch (ArgumentException e)
        {
            Fail(worker, pass, run, run, $"An answer that does not fit: {e.Message}", now);
            return new Refusal(RefusalReason.WrongFit, $"An answer that does not fit its task: {e.Message}");
        }

        if (worker is not null)
        {
            for (var place = run.First; place < run.End; place++)
                Keep(worker, pass.Tasks[place].Block);
            if (worker.Outstanding.Remove((pass.Number, run), out var given))
                durations[(int)answer.Value.Work].Add((now - given.Sent) / given.Weight);
        }

        Learn(answer);
        Status = Status with { Answers = Status.Answers + run.Count };
        CountBlocks();
        if (pass.Remaining == 0)
        {
            passes.Remove(pass.Number);
            Clear(pass);
            FillAll(now);
        }

        if (worker is not null)
            Fill(worker, DispatchRules.OutstandingEach, now);
        return null;
    }

    /// <summary>Learns what a block takes at a worker, and what an answer takes here.</summary>
    private void Learn(Message.Answer answer)
    {
        if (answer.Value is not BlockResult.Statistics statistics || answer.Seconds is not (> 0 and < 1e6))
            return;
        effort.Add(TimeSpan.FromTicks(Math.Max(1, (long)(answer.Seconds / statistics.Blocks * TimeSpan.TicksPerSecond))));
        taskSeconds = DispatchRules.SecondsPerTask + (DispatchRules.SecondsPerNumber * statistics.Values.Length);
    }

    private Refusal? Take(Message.Failed failed, WorkerEntry? worker, Pass pass, int place, TimeSpan now)
    {
        if (failed.IsUnsuitable && !pass.IsAnswered(place))
            End(pass, new ArgumentException(failed.Text));
        else if (worker?.Outstanding.Keys.FirstOrDefault(key => key.Pass == pass.Number && key.Run.Contains(place)) is { Pass: > 0 } key)
            Fail(worker, pass, key.Run, Run.Of(place), failed.Text, now);
        return null;
    }

    /// <summary>A worker could not do some blocks of a run: another may, unless enough have tried. All of the run is given again, those blocks each alone.</summary>
    private void Fail(WorkerEntry? worker, Pass pass, Run run, Run failed, string message, TimeSpan now)
    {
        if (worker is null || !worker.Outstanding.Remove((pass.Number, run)))
            return;
        for (var place = failed.First; place < failed.End; place++)
        {
            if (!pass.IsAnswered(place))
                pass.NoteFailure(place, worker, message);
        }

        pass.TakeBack(run, worker);
        EndHopeless();
        FillAll(now);
    }

    /// <summary>Ends the passes with a block that nobody who is there could do: those who could may have gone since it failed.</summary>
    private void EndHopeless()
    {
        if (workers.Count == 0)
            return;
        foreach (var pass in passes.Values.ToArray())
        {
            if (pass.Fault(DispatchRules.MostFailures, workers.Keys) is { } fault)
                End(pass, fault);
        }
    }

    private Refusal? Late(WorkerEntry? worker, TimeSpan now)
    {
        Status = Status with { LateAnswers = Status.LateAnswers + 1 };
        if (worker is not null)
            Fill(worker, DispatchRules.OutstandingEach, now);
        return null;
    }
}
