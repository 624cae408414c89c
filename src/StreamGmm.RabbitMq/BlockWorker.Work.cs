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
                var started = Stopwatch.GetTimestamp();
                var (result, failure) = Compute(pass, task, out var block);
                var last = work.Done();

                // The next block is begun while an answer is on its way; no more than one is.
                answered.GetAwaiter().GetResult();
                answered = EndAsync(last, block, result, failure, Stopwatch.GetElapsedTime(started));
            }
        }
        catch (OperationCanceledException)
        {
        }

        answered.GetAwaiter().GetResult();
    }

    private async Task EndAsync(Message.Task task, string block, BlockResult? result, Exception? failure, TimeSpan elapsed)
    {
        if (result is null && failure is null)
        {
            Change(status => status with { Block = null, Cancelled = status.Cancelled + task.Value.Blocks });
            if (current is { } idle)
                await HelloAsync(idle).ConfigureAwait(false);
        }
        else if (current is { } link)
            await AnswerAsync(link, task, block, result, failure, elapsed).ConfigureAwait(false);
        else
            Change(status => status with { Block = null });
    }

    /// <summary>What comes of a task, or why nothing does; neither where it was cancelled. The block is the last that was begun.</summary>
    private (BlockResult? Result, Exception? Failure) Compute(WorkPass pass, Message.Task task, out string block)
    {
        var begun = block = task.Value.Block;
        try
        {
            return (Doing.Do(task.Value, pass.Mixture, blocks, options.Threads, Begin, pass.Over.Token), null);
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
        finally
        {
            block = begun;
        }

        void Begin(string name)
        {
            begun = name;
            Change(status => status with { Block = name });
        }
    }

    private async Task AnswerAsync(Link link, Message.Task task, string block, BlockResult? result, Exception? failure, TimeSpan elapsed)
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

        frame ??= MessageFormat.Write(new Message.Failed(task.Coordinator, task.Pass, link.Queue, block, failure is ArgumentException, Cut(failure!.Message)));
        Change(status => failure is null ? status with { Block = null, Answers = status.Answers + task.Value.Blocks } : status with { Block = null, Failures = status.Failures + 1 });
        if (await link.SendAsync("", task.Reply, frame).ConfigureAwait(false))
            heard.Answer(task.Coordinator, failure is null && blocks.Keeps(task.Value.Names), Now);
    }

    /// <summary>As much of a message as can be sent.</summary>
    private static string Cut(string message) => message.Length <= 2000 ? message : $"{message[..2000]}…";
}
