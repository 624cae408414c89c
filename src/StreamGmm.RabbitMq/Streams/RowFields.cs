using System.Globalization;
using System.Text;
using System.Text.Json;

namespace StreamGmm;

/// <summary>What the fields of a JSON object, or the columns of an array or a line, are: features, weight, label or time.</summary>
internal sealed class RowFields
{
    /// <summary>No role: the field is passed over.</summary>
    public const int None = -1;

    /// <summary>One feature too many.</summary>
    private const int Surplus = int.MaxValue;

    private readonly int dimension;
    private readonly (byte[] Name, int Role)[] names;
    private readonly int[]? columns;
    private readonly string[] given;

    public RowFields(RabbitMqStreamOptions options)
    {
        dimension = options.Dimension;
        MayMiss = options.MissingValues == MissingValues.Marginalize;
        (string? Name, int Role)[] wanted = [.. (options.Columns ?? []).Select((name, role) => ((string?)name, role)), (options.Weights, Weight), (options.Labels, Label), (options.Time, Time)];
        (string Name, int Role)[] roles = [.. wanted.Where(field => field.Name is not null).Select(field => (field.Name!, field.Role))];
        if (roles.GroupBy(field => field.Name).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new ArgumentException($"The column '{twice.Key}' is asked for twice: each is one feature, the weight, the label or the time.", nameof(options));
        (given, names) = ([.. roles.Select(field => field.Name)], [.. roles.Select(field => (Encoding.UTF8.GetBytes(field.Name), field.Role))]);
        columns = Numbered(roles);
        AreNamed = options.Columns is not null;
        (HasWeights, HasLabels, HasTimes) = (options.Weights is not null, options.Labels is not null, options.Time is not null);
    }

    /// <summary>The role of the weight; features have their own numbers.</summary>
    public int Weight => dimension;

    public int Label => dimension + 1;

    public int Time => dimension + 2;

    /// <summary>How many roles there are.</summary>
    public int Roles => dimension + 3;

    public bool HasWeights { get; }

    public bool HasLabels { get; }

    public bool HasTimes { get; }

    /// <summary>Whether the features are chosen.</summary>
    public bool AreNamed { get; }

    /// <summary>Whether a value may be missing.</summary>
    public bool MayMiss { get; }

    /// <summary>Whether a role was asked for.</summary>
    public bool IsAsked(int role) => role < dimension || (role == Weight && HasWeights) || (role == Label && HasLabels) || (role == Time && HasTimes);

    /// <summary>What a user calls a role.</summary>
    public string NameOf(int role) => Array.FindIndex(names, field => field.Role == role) is >= 0 and var index ? $"'{given[index]}'" : $"{role}";

    /// <summary>The role of the field that the reader is at.</summary>
    public int RoleOf(ref Utf8JsonReader reader)
    {
        foreach (var (name, role) in names)
        {
            if (reader.ValueTextEquals(name))
                return role;
        }

        return None;
    }

    /// <summary>The role of a column, by its number from 0.</summary>
    /// <exception cref="InvalidDataException">The columns asked for have names.</exception>
    public int RoleOf(int column)
    {
        if (columns is null)
            throw new InvalidDataException($"its columns have no names, and {string.Join(", ", given.Where(name => !int.TryParse(name, out _)).Take(3).Select(name => $"'{name}'"))} was asked for. Name columns by their numbers from 0.");
        var role = column < columns.Length ? columns[column] : AreNamed ? None : Feature(column - columns.Count(role => role >= dimension && role != Surplus));
        return role != Surplus ? role : throw new InvalidDataException($"a row has more than {dimension} features. Choose some with Columns, or say how many there are.");
    }

    private int Feature(int number) => number < dimension ? number : Surplus;

    /// <summary>The role of each column up to the last that has a given one; null where some are not numbers. Without chosen features those are the columns that are left.</summary>
    private int[]? Numbered((string Name, int Role)[] roles)
    {
        var numbers = roles.Select(field => int.TryParse(field.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < 1 << 20 ? number : -1).ToArray();
        if (numbers.Contains(-1))
            return null;
        var all = new int[numbers.Length == 0 ? 0 : numbers.Max() + 1];
        Array.Fill(all, None);
        for (var i = 0; i < numbers.Length; i++)
            all[numbers[i]] = roles[i].Role;
        if (roles.Any(field => field.Role < dimension))
            return all;
        var feature = 0;
        for (var i = 0; i < all.Length; i++)
        {
            if (all[i] == None)
                all[i] = Feature(feature++);
        }

        return all;
    }
}
