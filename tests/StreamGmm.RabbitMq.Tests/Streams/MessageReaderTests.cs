using System.Text;

namespace StreamGmm.RabbitMq.Tests.Streams;

public class MessageReaderTests
{
    private static readonly BrokerAddress Broker = BrokerAddress.Parse("amqp://localhost");

    private static readonly RabbitMqStreamOptions Two = new(Broker, "readings", 2) { RowsPerMessage = 3 };

    private static readonly RabbitMqStreamOptions Named = Two with { Columns = ["a", "b"], Weights = "w", Labels = "l", Time = "t" };

    [Theory]
    [InlineData("[1, 2.5]", "1 2.5")]
    [InlineData("[[1, 2.5], [3, -4e1]]", "1 2.5 3 -40")]
    [InlineData("[1, 2.5]\n[3, 4]\n", "1 2.5 3 4")]
    [InlineData(" \r\n [1,2]", "1 2")]
    [InlineData("\uFEFF[1,2]", "1 2")]
    [InlineData("1,2.5", "1 2.5")]
    [InlineData("1, 2.5\r\n\r\n3,-4e1\r\n", "1 2.5 3 -40")]
    public void Arrays_and_lines_are_rows(string body, string values) => Assert.Equal(values, Values(Read(Two, body)));

    [Theory]
    [InlineData("{\"b\": 2, \"x\": {\"a\": [7]}, \"a\": 1}", "1 2")]
    [InlineData("[{\"a\": 1, \"b\": 2}, {\"b\": 4, \"a\": 3, \"c\": \"text\"}]", "1 2 3 4")]
    [InlineData("{\"a\": 1, \"b\": 2}\n{\"a\": 3, \"b\": 4}", "1 2 3 4")]
    public void Objects_are_rows_by_the_names_of_their_fields(string body, string values) =>
        Assert.Equal(values, Values(Read(Two with { Columns = ["a", "b"] }, body)));

    [Theory]
    [InlineData("{\"t\": \"2026-01-02T03:04:05.5+01:00\", \"w\": 0.5, \"l\": -1, \"a\": 1, \"b\": 2}")]
    [InlineData("{\"a\": 1, \"b\": 2, \"w\": 0.5, \"l\": -1, \"t\": 1767319445.5}")]
    public void Weight_label_and_time_are_fields_too(string body)
    {
        var rows = Read(Named, body);
        Assert.Equal("1 2", Values(rows));
        Assert.Equal(([0.5], [-1], new DateTimeOffset(2026, 1, 2, 2, 4, 5, 500, TimeSpan.Zero)), (rows.Weights.ToArray(), rows.Labels.ToArray(), rows.Time!.Value), new Same());
    }

    [Theory]
    [InlineData("7,1,0.5,2")]
    [InlineData("[7, 1, 0.5, 2]")]
    public void Columns_go_by_number_and_those_left_are_the_features(string body)
    {
        var rows = Read(Two with { Weights = "2", Labels = "0" }, body);
        Assert.Equal("1 2", Values(rows));
        Assert.Equal(([0.5], [7], default), (rows.Weights.ToArray(), rows.Labels.ToArray(), default), new Same());
        Assert.Equal("2 7", Values(Read(Two with { Columns = ["3", "0"] }, body)));
    }

    [Theory]
    [InlineData("[null, 1]")]
    [InlineData("[\"NaN\", 1]")]
    [InlineData(",1")]
    [InlineData("nan, 1")]
    public void Values_may_be_missing_where_that_is_asked_for(string body)
    {
        Assert.Equal("NaN 1", Values(Read(Two with { MissingValues = MissingValues.Marginalize }, body)));
        Refused(Two, body, "offset 41");
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData(" \n", "it is empty")]
    [InlineData("[]", "there is no row")]
    [InlineData("[[]]", "0 is not there")]
    [InlineData("[1]", "1 is not there")]
    [InlineData("[[1,2], [3]]", "1 is not there")]
    [InlineData("[1,2,3]", "more than 2 features")]
    [InlineData("1,2,3", "more than 2 features")]
    [InlineData("[1,2", "it is no JSON")]
    [InlineData("[1,2] x", "it is no JSON")]
    [InlineData("[1,true]", "1 is true or false: a number was expected")]
    [InlineData("[[1,2], 3]", "a number where an array of numbers or an object was expected")]
    [InlineData("[1,1e999]", "Row 0")]
    [InlineData("a,b", "0 is no number")]
    [InlineData("1;2", "0 is no number")]
    [InlineData("{\"a\": 1, \"b\": 2}", "it is an object with the fields 'a', 'b': say which of its fields are the features, with Columns")]
    [InlineData("1,2\n3,4\n5,6\n7,8", "it has 4 rows, at most 3 were expected. Say how many a message may have with RowsPerMessage")]
    [InlineData("SGMR", "it was cut off")]
    public void What_is_no_row_is_refused_and_the_message_says_where_and_why(string body, string reason)
    {
        var message = Refused(Two, body, reason);
        Assert.StartsWith("The message at offset 41 of stream 'readings' cannot be read: ", message, StringComparison.Ordinal);
        Assert.DoesNotContain("Parameter", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"a\": 1, \"b\": 2, \"w\": 1, \"l\": 0}", "'t' is not there")]
    [InlineData("{\"a\": 1, \"w\": 1, \"l\": 0, \"t\": 0}", "'b' is not there")]
    [InlineData("{\"a\": 1, \"b\": 2, \"w\": -1, \"l\": 0, \"t\": 0}", "The weight of row 0 is -1")]
    [InlineData("{\"a\": 1, \"b\": 2, \"w\": null, \"l\": 0, \"t\": 0}", "'w' is missing")]
    [InlineData("{\"a\": 1, \"b\": 2, \"w\": 1, \"l\": 0.5, \"t\": 0}", "the label is 0.5")]
    [InlineData("{\"a\": 1, \"b\": 2, \"w\": 1, \"l\": -2, \"t\": 0}", "The label of row 0 is -2")]
    [InlineData("{\"a\": 1, \"b\": 2, \"w\": 1, \"l\": 0, \"t\": \"soon\"}", "'t' is text: a time was expected")]
    [InlineData("{\"a\": 1, \"b\": 2, \"w\": 1, \"l\": 0, \"t\": 1e300}", "the time is 1E+300")]
    [InlineData("[1,2]", "its columns have no names, and 'a', 'b', 'w' was asked for")]
    public void Weights_labels_and_times_are_looked_at(string body, string reason) => Refused(Named, body, reason);

    [Fact]
    public void A_selector_makes_rows_of_anything_and_what_it_throws_refuses_the_message()
    {
        var options = Two with { Selector = body => body.Length > 1 ? Samples.From([[body.Length, body.Span[0]]]).WithWeights(new[] { 2.0 }) : throw new KeyNotFoundException("no such reading") };
        var rows = Read(options, "abc");
        Assert.Equal("3 97", Values(rows));
        Assert.Equal([2.0], rows.Weights);
        Refused(options, "a", "no such reading");
        Refused(Two with { Selector = _ => Samples.From([[1.0]]) }, "abc", "a row has 1 features: 2 were expected");
        Refused(Two with { Selector = _ => null! }, "abc", "cannot be read");
    }

    [Fact]
    public void A_reader_forgets_the_message_before()
    {
        var reader = new MessageReader(Two);
        Assert.Null(reader.Read(RowFrame.Write(Samples.From([[1.0, 2]]).WithWeights(new[] { 2.0 }).WithLabels(new[] { 1 }), DateTimeOffset.UnixEpoch), 0));
        Assert.Null(reader.Read("[3,4]"u8.ToArray(), 1));
        Assert.Equal("3 4", Values(reader.Rows));
        Assert.True(reader.Rows is { Weights.IsEmpty: true, Labels.IsEmpty: true, Time: null });
    }

    [Fact]
    public void Columns_are_as_many_as_features_and_each_asked_for_once()
    {
        Assert.Contains("3 columns are named for 2 features", Assert.Throws<ArgumentException>(() => Two with { Columns = ["a", "b", "c"] }).Message, StringComparison.Ordinal);
        Assert.Contains("'a' is asked for twice", Assert.Throws<ArgumentException>(() => RabbitMqStream.Batches(Two with { Columns = ["a", "b"], Weights = "a" })).Message, StringComparison.Ordinal);
    }

    private static MessageRows Read(RabbitMqStreamOptions options, string body)
    {
        var reader = new MessageReader(options);
        Assert.Null(reader.Read(Encoding.UTF8.GetBytes(body), 41));
        return reader.Rows;
    }

    private static string Refused(RabbitMqStreamOptions options, string body, string reason)
    {
        var message = new MessageReader(options).Read(Encoding.UTF8.GetBytes(body), 41)!.Message;
        Assert.Contains(reason, message, StringComparison.Ordinal);
        return message;
    }

    private static string Values(MessageRows rows) => string.Join(' ', rows.Values.ToArray().Select(value => FormattableString.Invariant($"{value}")));

    private sealed class Same : IEqualityComparer<(double[] Weights, int[] Labels, DateTimeOffset Time)>
    {
        public bool Equals((double[] Weights, int[] Labels, DateTimeOffset Time) x, (double[] Weights, int[] Labels, DateTimeOffset Time) y) =>
            x.Weights.SequenceEqual(y.Weights) && x.Labels.SequenceEqual(y.Labels) && x.Time == y.Time;

        public int GetHashCode((double[] Weights, int[] Labels, DateTimeOffset Time) obj) => 0;
    }
}
