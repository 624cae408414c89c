namespace StreamGmm;

/// <summary>One row while its fields come one after another, in any order.</summary>
internal sealed class RowParts(RowFields fields)
{
    private readonly bool[] seen = new bool[fields.Roles];
    private readonly double[] numbers = new double[fields.Roles];
    private DateTimeOffset time;

    /// <summary>Whether the field with the time is asked for in this role.</summary>
    public bool IsTime(int role) => role == fields.Time;

    public void Begin() => Array.Clear(seen);

    /// <summary>Takes a number.</summary>
    public void Set(int role, double value)
    {
        if (role == fields.Time)
            SetTime(FromSeconds(value));
        else
            (numbers[role], seen[role]) = (value, true);
    }

    /// <summary>Takes a value that is not there.</summary>
    public void SetMissing(int role)
    {
        if (role >= fields.Weight || !fields.MayMiss)
            throw new InvalidDataException($"{fields.NameOf(role)} is missing: a number was expected. Leave the row out, or say MissingValues.Marginalize where it is a feature.");
        Set(role, double.NaN);
    }

    public void SetTime(DateTimeOffset value) => (time, seen[fields.Time]) = (value.ToUniversalTime(), true);

    /// <summary>The row is over.</summary>
    public void End(MessageRows rows)
    {
        for (var role = 0; role < seen.Length; role++)
        {
            if (!seen[role] && fields.IsAsked(role))
                throw new InvalidDataException($"{fields.NameOf(role)} is not there.");
        }

        numbers.AsSpan(0, rows.Dimension).CopyTo(rows.Add(1));
        if (fields.HasWeights)
            rows.AddWeights(1)[0] = numbers[fields.Weight];
        if (fields.HasLabels)
            rows.AddLabels(1)[0] = numbers[fields.Label] is var label && label == (int)label ? (int)label : throw new InvalidDataException(FormattableString.Invariant($"the label is {label}: a whole number was expected."));
        if (fields.HasTimes)
            rows.Time = time;
    }

    private static DateTimeOffset FromSeconds(double seconds)
    {
        const double FirstSecond = -62_135_596_800, LastSecond = 253_402_300_799;
        return seconds is >= FirstSecond and <= LastSecond
            ? DateTimeOffset.UnixEpoch + TimeSpan.FromTicks((long)Math.Round(seconds * TimeSpan.TicksPerSecond))
            : throw new InvalidDataException(FormattableString.Invariant($"the time is {seconds}: seconds since 1970 or ISO 8601 was expected."));
    }
}
