using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace StreamGmm.Tests.Shared;

/// <summary>Lists the public API of an assembly, by reflection, as a sorted text, and compares it with an approved one.</summary>
/// <remarks>Members that the compiler writes for a record are left out.</remarks>
internal static class PublicApi
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(char)] = "char",
        [typeof(byte)] = "byte",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(uint)] = "uint",
        [typeof(ulong)] = "ulong",
        [typeof(nint)] = "nint",
        [typeof(decimal)] = "decimal",
    };

    /// <summary>Null where the API is the approved one; otherwise what differs and how to approve it. The text received is written beside the tests' output.</summary>
    public static string? Difference(Assembly assembly, string approvedPath)
    {
        var received = List(assembly);
        var approved = File.Exists(approvedPath) ? File.ReadAllText(approvedPath).ReplaceLineEndings("\n") : "";
        if (received == approved)
            return null;
        var receivedPath = Path.Combine(AppContext.BaseDirectory, "PublicApi.received.txt");
        File.WriteAllText(receivedPath, received);
        return $"The public API of {assembly.GetName().Name} is not the approved one:\n{Lines(approved, received)}To approve it: cp {receivedPath} {approvedPath}";
    }

    /// <summary>All public and protected types and members, a line each, types in order of their names and members in order of their text.</summary>
    public static string List(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetTypes().Where(IsVisible).OrderBy(type => Name(type, full: true), StringComparer.Ordinal))
        {
            text.Append(Header(type)).Append('\n');
            foreach (var line in Members(type).Distinct().Order(StringComparer.Ordinal))
                text.Append("    ").Append(line).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>What one text has and the other has not, under the type it belongs to.</summary>
    internal static string Lines(string approved, string received)
    {
        var (before, after) = (Qualified(approved), Qualified(received));
        var lines = before.Except(after).Select(line => (line, sign: '-')).Concat(after.Except(before).Select(line => (line, sign: '+')));
        return string.Concat(lines.OrderBy(l => l.line, StringComparer.Ordinal).Select(l => $"{l.sign} {l.line}\n"));

        static List<string> Qualified(string text)
        {
            var type = "";
            var result = new List<string>();
            foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                type = line.StartsWith(' ') ? type : line;
                result.Add(line == type ? line : $"{type} : {line.Trim()}");
            }

            return result;
        }
    }

    private static bool IsVisible(Type type) => type.IsNested ? (type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem) && IsVisible(type.DeclaringType!) : type.IsPublic;

    private static bool IsVisible(MethodBase? method) => method is { IsPublic: true } or { IsFamily: true } or { IsFamilyOrAssembly: true };

    private static string Header(Type type)
    {
        var isRecord = type.GetMethod("<Clone>$", Declared) is not null || type.GetMethod("PrintMembers", Declared) is { } print && IsGenerated(print);
        var kind = type.IsEnum ? "enum" : type.IsInterface ? "interface" : typeof(Delegate).IsAssignableFrom(type) ? "delegate" : type.IsValueType ? isRecord ? "record struct" : "struct" : isRecord ? "record" : "class";
        var modifier = type.IsValueType && type.IsDefined(typeof(IsReadOnlyAttribute), false) ? "readonly " : kind is not ("class" or "record") ? "" : type is { IsAbstract: true, IsSealed: true } ? "static " : type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "";
        var bases = type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) && parent != typeof(Enum) ? [parent] : Array.Empty<Type>();
        var inherited = type.BaseType?.GetInterfaces() ?? [];
        var all = type.IsEnum ? [] : bases.Concat(type.GetInterfaces().Where(i => i.IsVisible && !inherited.Contains(i))).Select(t => Name(t)).ToArray();
        return $"{modifier}{kind} {Name(type, full: true)}{(all.Length > 0 ? " : " + string.Join(", ", all.Order(StringComparer.Ordinal)) : "")}";
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
            return Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name), null)}");
        if (typeof(Delegate).IsAssignableFrom(type))
            return [Signature(type.GetMethod("Invoke")!)];
        return type.GetConstructors(Declared).Where(c => IsVisible(c) && !IsGenerated(c)).Select(c => $"new({Parameters(c)})")
            .Concat(type.GetMethods(Declared).Where(m => IsVisible(m) && !IsAccessor(m) && !IsGenerated(m)).Select(Signature))
            .Concat(type.GetProperties(Declared).Where(p => (IsVisible(p.GetMethod) || IsVisible(p.SetMethod)) && p.Name != "EqualityContract").Select(Property))
            .Concat(type.GetEvents(Declared).Where(e => IsVisible(e.AddMethod)).Select(e => $"event {Name(e.EventHandlerType!)} {e.Name}"))
            .Concat(type.GetFields(Declared).Where(f => f.IsPublic || f.IsFamily).Select(f => $"{(f.IsLiteral ? "const " : f.IsStatic ? "static " : "")}{(f.IsInitOnly ? "readonly " : "")}{Name(f.FieldType)} {f.Name}"));
    }

    /// <summary>What the compiler writes for a record is told by that word.</summary>
    private static bool IsGenerated(MethodBase method) => method.IsDefined(typeof(CompilerGeneratedAttribute), false);

    private static bool IsAccessor(MethodInfo method) =>
        method.IsSpecialName && (method.Name.StartsWith("get_", StringComparison.Ordinal) || method.Name.StartsWith("set_", StringComparison.Ordinal) || method.Name.StartsWith("add_", StringComparison.Ordinal) || method.Name.StartsWith("remove_", StringComparison.Ordinal));

    private static string Signature(MethodInfo method)
    {
        var generic = method.IsGenericMethodDefinition ? $"<{string.Join(", ", method.GetGenericArguments().Select(a => a.Name))}>" : "";
        return $"{Modifiers(method)}{Name(method.ReturnParameter)} {method.Name}{generic}({Parameters(method)})";
    }

    private static string Property(PropertyInfo property)
    {
        var index = property.GetIndexParameters() is { Length: > 0 } parameters ? $"[{string.Join(", ", parameters.Select(Parameter))}]" : "";
        var isInit = property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Any(m => m.Name == "IsExternalInit") == true;
        var set = IsVisible(property.SetMethod) ? isInit ? " init;" : " set;" : "";
        return $"{Modifiers(property.GetMethod ?? property.SetMethod!)}{Name(property.PropertyType)}{(IsNullable(property) ? "?" : "")} {property.Name}{index} {{{(IsVisible(property.GetMethod) ? " get;" : "")}{set} }}";
    }

    private static bool IsNullable(PropertyInfo property) =>
        !property.PropertyType.IsValueType && !property.PropertyType.IsGenericParameter && new NullabilityInfoContext().Create(property).ReadState == NullabilityState.Nullable;

    private static string Modifiers(MethodInfo method) =>
        (method.IsFamily || method.IsFamilyOrAssembly ? "protected " : "")
        + (method.IsStatic ? "static " : "")
        + (method.DeclaringType!.IsInterface || !method.IsVirtual ? "" : method.IsAbstract ? "abstract " : method.GetBaseDefinition() != method ? "override " : method.IsFinal ? "" : "virtual ");

    private static string Parameters(MethodBase method)
    {
        var isExtension = method.IsDefined(typeof(ExtensionAttribute), false);
        return (isExtension ? "this " : "") + string.Join(", ", method.GetParameters().Select(Parameter));
    }

    private static string Parameter(ParameterInfo parameter)
    {
        var direction = parameter.IsOut ? "out " : parameter.ParameterType.IsByRef ? parameter.IsIn ? "in " : "ref " : parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "";
        var value = parameter.HasDefaultValue ? " = " + Value(parameter) : "";
        return $"{direction}{Name(parameter)} {parameter.Name}{value}";
    }

    private static string Value(ParameterInfo parameter) => parameter.RawDefaultValue switch
    {
        null => parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null ? "default" : "null",
        string s => $"\"{s}\"",
        bool b => b ? "true" : "false",
        IFormattable f => f.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        var other => other.ToString()!,
    };

    private static string Name(ParameterInfo parameter)
    {
        var type = parameter.ParameterType.IsByRef ? parameter.ParameterType.GetElementType()! : parameter.ParameterType;
        var nullability = type.IsValueType || type.IsGenericParameter ? null : new NullabilityInfoContext().Create(parameter);
        return Name(type) + (nullability is { ReadState: NullabilityState.Nullable } ? "?" : "");
    }

    private static string Name(Type type, bool full = false)
    {
        if (Keywords.TryGetValue(type, out var keyword))
            return keyword;
        if (type.IsArray)
            return $"{Name(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (type.IsByRef)
            return "ref " + Name(type.GetElementType()!);
        if (type.IsPointer)
            return Name(type.GetElementType()!) + "*";
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Name(underlying) + "?";
        if (type.IsGenericParameter)
            return type.Name;
        var name = type.Name.Split('`')[0];
        if (type.IsGenericType && type.GetGenericArguments().Skip(type.DeclaringType?.GetGenericArguments().Length ?? 0).ToArray() is { Length: > 0 } arguments)
            name += $"<{string.Join(", ", arguments.Select(a => Name(a)))}>";
        if (type.IsNested)
            return $"{Name(type.DeclaringType!, full)}.{name}";
        return full && type.Namespace is { } space ? $"{space}.{name}" : name;
    }
}
