using System.Buffers.Binary;
using System.Text.Json;

namespace StreamGmm;

/// <summary>How many features the rows of a stream have, told by the first message that can be read.</summary>
internal static class FirstMessage
{
    /// <summary>D, where nobody knows it: the columns of the first message that can be read, but for the weight, the label and the time. Waits for one.</summary>
    /// <param name="like">The stream, with any D.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="InvalidDataException">It is an object: which of its fields are features must be said.</exception>
    /// <exception cref="BrokerException">The broker cannot be reached, or there is no such stream.</exception>
    public static async Task<int> DimensionAsync(RabbitMqStreamOptions like, CancellationToken cancellationToken)
    {
        var attached = await AttachedStream.OpenAsync(like, -1, cancellationToken).ConfigureAwait(false);
        await using (attached.ConfigureAwait(false))
        {
            while (await attached.NextAsync(0, cancellationToken).ConfigureAwait(false) is var (delivery, _))
            {
                if (Dimension(like, delivery) is > 0 and var dimension)
                    return dimension;
                delivery.Return();
                await attached.AcknowledgeAsync(delivery).ConfigureAwait(false);
            }

            throw attached.Loss();
        }
    }

    private static int Dimension(RabbitMqStreamOptions like, Delivery delivery)
    {
        var body = delivery.Body.Span;
        var others = new[] { like.Weights, like.Labels, like.Time }.Count(column => column is not null);
        var isObject = false;
        var columns = RowFrame.IsOne(body) ? InFrame(body) : (InJson(body, out isObject) ?? InCsv(body)) - others;
        var dimension = isObject ? 1 : columns;
        if (dimension < 1)
            return 0;

        // A message of too many rows tells it too: who reads on is told of it.
        var options = new RabbitMqStreamOptions(like.Broker, like.Queue, dimension) { RowsPerMessage = int.MaxValue, Weights = like.Weights, Labels = like.Labels, Time = like.Time, MissingValues = like.MissingValues };
        var fault = new MessageReader(options).Read(delivery.Body, delivery.Offset);
        return fault is null ? dimension : isObject ? throw fault : 0;
    }

    private static int InFrame(ReadOnlySpan<byte> body) => body.Length >= 16 ? BinaryPrimitives.ReadInt32LittleEndian(body[12..]) : 0;

    /// <summary>The items of the innermost first array; null where it is no JSON.</summary>
    private static int? InJson(ReadOnlySpan<byte> body, out bool isObject)
    {
        isObject = false;
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { AllowMultipleValues = true });
        try
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
            {
            }

            isObject = reader.TokenType == JsonTokenType.StartObject;
            if (reader.CurrentDepth == 0 && !isObject)
                return null;
            var count = 0;
            for (; reader.TokenType is JsonTokenType.Number or JsonTokenType.Null or JsonTokenType.String; count++)
                reader.Read();
            return count;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static int InCsv(ReadOnlySpan<byte> body)
    {
        var line = body.TrimStart(" \t\r\n\uFEFF"u8);
        var end = line.IndexOf((byte)'\n');
        return (end < 0 ? line : line[..end]).Count((byte)',') + 1;
    }
}
