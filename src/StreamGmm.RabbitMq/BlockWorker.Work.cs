using System.Diagnostics;

namespace StreamGmm;

/// <content>One block after another, and the answers.</content>
public sealed partial class BlockWorker
{
    /// <summary>Runs on a thread of its own, so that what comes and goes meanwhile waits for no block.</summary>
    private void Work()
    {
        var answered = Task.CompletedTask;
        try
        {
            while (true)
            {
                var (pass, task) = work.NextAsync(stop.Token).GetAwaiter().GetResult();
                Change(status => status with { Block = task.Value.Block });
                var started = Stopwatch.GetTimestamp();
                var (result, failure) = Compute(pass, task);
                var last = work.Done();

                // The next block is begun while an answer is on its way; no more than one is.
                answered.GetAwaiter().GetResult();
                answered = EndAsync(last, result, failure, Stopwatch.GetElapsedTime(started));
            }
        }
        catch (OperationCanceledException)
        {
        }

        answered.GetAwaiter().GetResult();
    }

    private async Task EndAsync(Message.Task task, BlockResult? result, Exception? failure, TimeSpan elapsed)
    {
        if (result is null && failure is null)
        {
            Change(status => status with { Block = null, Cancelled = status.Cancelled + 1 });
            if (current is { } idle)
                await HelloAsync(idle).ConfigureAwait(false);
        }
        else if (current is { } link)
            await AnswerAsync(link, task, result, failure, elapsed).ConfigureAwait(false);
        else
            Change(status => status with { Block = null });
    }

    /// <summary>What comes of a task, or why nothing does; neither where it was cancelled.</summary>
    private (BlockResult? Result, Exception? Failure) Compute(WorkPass pass, Message.Task task)
    {
        try
        {
            return (Doing.Do(task.Value, pass.Mixture, blocks, options.Threads, pass.Over.Token), null);
        }
        catch (OperationCanceledException) when (pass.Over.IsCancellationRequested)
        {
            return (null, null);
        }
#pragma warning disable CA1031 // Whatever a source of blocks throws is told to the coordinator: the worker lives on.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return (null, e);
        }
    }

    private async Task AnswerAsync(Link link, Message.Task task, BlockResult? result, Exception? failure, TimeSpan elapsed)
    {
        byte[]? frame = null;
        try
        {
            if (result is not null)
                frame = MessageFormat.Write(new Message.Answer(task.Coordinator, task.Pass, link.Queue, elapsed.TotalSeconds, result));
        }
        catch (ArgumentException e)
        {
            failure = e;
        }

        frame ??= MessageFormat.Write(new Message.Failed(task.Coordinator, task.Pass, link.Queue, task.Value.Block, failure is ArgumentException, Cut(failure!.Message)));
        Change(status => failure is null ? status with { Block = null, Answers = status.Answers + 1 } : status with { Block = null, Failures = status.Failures + 1 });
        await link.SendAsync("", task.Reply, frame).ConfigureAwait(false);
    }

    /// <summary>As much of a message as can be sent.</summary>
    private static string Cut(string message) => message.Length <= 2000 ? message : $"{message[..2000]}…";
}
