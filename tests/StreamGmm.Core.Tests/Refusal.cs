namespace StreamGmm.Core.Tests;

/// <summary>What the library says when it refuses something.</summary>
internal static class Refusal
{
    /// <summary>The message of the exception an action throws, without the name of the parameter that .NET appends.</summary>
    public static string Of<TException>(Action action)
        where TException : Exception
    {
        var message = Assert.Throws<TException>(action).Message;
        var parameter = message.IndexOf(" (Parameter '", StringComparison.Ordinal);
        return parameter < 0 ? message : message[..parameter];
    }

    public static string Of<TException>(Func<object?> function)
        where TException : Exception => Of<TException>(() => { _ = function(); });

    public static string Of(Action action) => Of<ArgumentException>(action);

    public static string Of(Func<object?> function) => Of<ArgumentException>(function);
}
