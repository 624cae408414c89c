using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace StreamGmm;

/// <summary>Reads a stream on a thread of its own, a little ahead, so that whoever waits for bytes can be cancelled even where the stream cannot.</summary>
internal sealed class ReadAhead : IDisposable
{
    /// <summary>What a pipe holds on Linux.</summary>
    private const int PieceSize = 1 << 16;

    private const int PiecesAhead = 4;

    private readonly BlockingCollection<Piece> pieces = new(PiecesAhead);
    private readonly CancellationTokenSource stop = new();
    private int? left;

    public ReadAhead(Stream stream) => new Thread(() => Run(stream)) { IsBackground = true, Name = nameof(ReadAhead) }.Start();

    /// <summary>Hands the next bytes on, waiting for them; false at the end.</summary>
    /// <remarks>Once the token is cancelled what was read by then is still given, and only then the cancellation is thrown: no byte that was taken from the stream is lost.</remarks>
    public bool Take(Action<ReadOnlySpan<byte>> use, CancellationToken cancellationToken)
    {
        var piece = Next(cancellationToken);
        piece.Fault?.Throw();
        use(piece.Bytes.AsSpan(0, piece.Count));
        ArrayPool<byte>.Shared.Return(piece.Bytes);
        return piece.Count > 0;
    }

    public void Dispose() => stop.Cancel();

    private Piece Next(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                return pieces.Take(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
            }
        }

        left ??= pieces.Count;
        return left-- > 0 && pieces.TryTake(out var piece) ? piece : throw new OperationCanceledException(cancellationToken);
    }

    private void Run(Stream stream)
    {
        try
        {
            for (var count = 1; count > 0 && !stop.IsCancellationRequested;)
            {
                var bytes = ArrayPool<byte>.Shared.Rent(PieceSize);
                count = stream.Read(bytes, 0, PieceSize);
                Offer(new Piece(bytes, count, null));
            }
        }
        catch (Exception e)
        {
            // A fault of the stream is thrown where its bytes would have been taken.
            Offer(new Piece([], 0, ExceptionDispatchInfo.Capture(e)));
        }
    }

    /// <summary>Waits for room; nobody takes a piece any more once this is disposed of.</summary>
    private void Offer(Piece piece)
    {
        try
        {
            pieces.Add(piece, stop.Token);
        }
        catch (OperationCanceledException)
        {
        }
    }

    private readonly record struct Piece(byte[] Bytes, int Count, ExceptionDispatchInfo? Fault);
}
