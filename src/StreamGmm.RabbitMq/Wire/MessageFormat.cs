using System.Diagnostics;

namespace StreamGmm;

/// <summary>Messages to frames and back. Whatever bytes come, reading gives a message or a refusal.</summary>
internal static class MessageFormat
{
    /// <summary>The longest name of a queue that brokers take.</summary>
    private const int LongestQueue = 255;

    /// <summary>The frame of a message.</summary>
    /// <exception cref="ArgumentException">It is too long to be sent.</exception>
    public static byte[] Write(Message message)
    {
        var to = new BodyWriter();
        switch (message)
        {
            case Message.Call call:
                to.Text(call.Reply);
                break;
            case Message.Hello hello:
                to.Text(hello.Queue);
                to.Text(hello.Name);
                to.Text(hello.Kernel.Path);
                to.ULong(hello.Kernel.Fingerprint);
                to.Flag(hello.IsBusy);
                to.Int(hello.Kept.Count);
                foreach (var block in hello.Kept)
                    to.Text(block);
                break;
            case Message.Bye bye:
                to.Text(bye.Queue);
                break;
            case Message.Refuse refuse:
                to.Text(refuse.Reason);
                break;
            case Message.Mixture mixture:
                to.List(mixture.Origin);
                MixtureBody.Write(to, mixture.Value);
                break;
            case Message.Task task:
                to.Text(task.Reply);
                BlockBody.Write(to, task.Value);
                break;
            case Message.Answer answer:
                to.Text(answer.Queue);
                to.Number(answer.Seconds);
                BlockBody.Write(to, answer.Value);
                break;
            case Message.Failed failed:
                to.Text(failed.Queue);
                to.Text(failed.Block);
                to.Flag(failed.IsUnsuitable);
                to.Text(failed.Text);
                break;
            case Message.End:
                break;
            default:
                throw new UnreachableException();
        }

        return Frame.Write(message.Kind, message.Coordinator, message.Pass, to.Written);
    }

    /// <summary>The message of a frame; or null, with the reason.</summary>
    public static Message? Read(ReadOnlySpan<byte> frame, out Refusal? refusal)
    {
        refusal = Frame.Read(frame, out var kind, out var coordinator, out var pass, out var body);
        if (refusal is not null)
            return null;
        try
        {
            var from = new BodyReader(body);
            var message = Read(kind, coordinator, pass, ref from);
            from.RequireEnd();
            return message.Coordinator == coordinator && message.Pass == pass
                ? message
                : throw new InvalidDataException("it belongs to no coordinator and no pass, but names one.");
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException)
        {
            refusal = new Refusal(RefusalReason.Malformed, $"A message of kind {kind}: {e.Message}");
            return null;
        }
    }

    private static Message Read(MessageKind kind, Guid coordinator, long pass, ref BodyReader from)
    {
        switch (kind)
        {
            case MessageKind.Call:
                return new Message.Call(coordinator, Queue(ref from));
            case MessageKind.Hello:
                var (queue, name) = (Queue(ref from), from.Text());
                var (kernel, isBusy) = (new Kernel(from.Text(), from.ULong()), from.Flag());
                var kept = new string[from.Count(sizeof(ushort))];
                for (var i = 0; i < kept.Length; i++)
                    kept[i] = from.Text();
                return new Message.Hello(queue, name, kernel, isBusy, kept);
            case MessageKind.Bye:
                return new Message.Bye(Queue(ref from));
            case MessageKind.Refuse:
                return new Message.Refuse(coordinator, from.Text());
            case MessageKind.Mixture:
                var origin = RealVector.Create(from.List());
                if (!origin.All(double.IsFinite))
                    throw new InvalidDataException("the origin is not finite.");
                return new Message.Mixture(coordinator, pass, MixtureBody.Read(ref from, origin.Length), origin);
            case MessageKind.Task:
                return new Message.Task(coordinator, pass, Queue(ref from), BlockBody.ReadTask(ref from));
            case MessageKind.Answer:
                return new Message.Answer(coordinator, pass, Queue(ref from), from.Number(), BlockBody.ReadResult(ref from));
            case MessageKind.Failed:
                return new Message.Failed(coordinator, pass, Queue(ref from), from.Text(), from.Flag(), from.Text());
            case MessageKind.End:
                return new Message.End(coordinator, pass);
            default:
                throw new UnreachableException();
        }
    }

    private static string Queue(ref BodyReader from)
    {
        var queue = from.Text();
        return queue.Length is > 0 and <= LongestQueue ? queue : throw new InvalidDataException($"the name of a queue has {queue.Length} characters.");
    }
}
