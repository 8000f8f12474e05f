using System.Collections;
using System.Reflection;
using BenchmarkDotNet.Attributes;

namespace Prover.Benchmarks;

/// <summary>
/// Calls every kernel benchmark once on its smallest parameters, without measuring: shows in seconds that all of them still run.
/// BenchmarkDotNet's own dry job takes all parameters and reports a thrown exception as a missing number.
/// </summary>
internal static class DryRun
{
    /// <summary>Runs the benchmarks of this program; the first exception ends it.</summary>
    /// <returns>How many benchmark methods ran.</returns>
    public static int RunKernels(TextWriter log)
    {
        int count = 0;
        foreach (Type type in typeof(DryRun).Assembly.GetTypes().Where(static type => !type.IsAbstract))
        {
            MethodInfo[] benchmarks = [.. Methods<BenchmarkAttribute>(type)];
            foreach (MethodInfo benchmark in benchmarks)
            {
                RunOnce(type, benchmark);
                log.WriteLine($"{type.Name}.{benchmark.Name}: ran");
                count++;
            }
        }

        return count;
    }

    private static void RunOnce(Type type, MethodInfo benchmark)
    {
        object instance = Activator.CreateInstance(type)!;
        foreach (MemberInfo member in type.GetMembers(BindingFlags.Public | BindingFlags.Instance))
        {
            if (SmallestParameter(instance, member) is object value)
            {
                (member as PropertyInfo)?.SetValue(instance, value);
                (member as FieldInfo)?.SetValue(instance, value);
            }
        }

        InvokeAll<GlobalSetupAttribute>(instance, benchmark.Name);
        InvokeAll<IterationSetupAttribute>(instance, benchmark.Name);
        benchmark.Invoke(instance, Arguments(instance, benchmark));
        InvokeAll<IterationCleanupAttribute>(instance, benchmark.Name);
        InvokeAll<GlobalCleanupAttribute>(instance, benchmark.Name);
    }

    private static object? SmallestParameter(object instance, MemberInfo member)
    {
        IEnumerable? values = member.GetCustomAttribute<ParamsAttribute>()?.Values;
        if (member.GetCustomAttribute<ParamsSourceAttribute>() is ParamsSourceAttribute source)
        {
            values = Source(instance, source.Name);
        }

        object?[]? candidates = values?.Cast<object?>().ToArray();
        return candidates?.All(static value => value is IComparable) == true ? candidates.Min() : candidates?[0];
    }

    private static object?[]? Arguments(object instance, MethodInfo benchmark)
    {
        if (benchmark.GetCustomAttribute<ArgumentsAttribute>() is ArgumentsAttribute arguments)
        {
            return arguments.Values;
        }

        object? first = benchmark.GetCustomAttribute<ArgumentsSourceAttribute>() is ArgumentsSourceAttribute source
            ? Source(instance, source.Name).Cast<object?>().First()
            : null;
        return first is null ? null : first as object?[] ?? [first];
    }

    private static IEnumerable Source(object instance, string name)
    {
        const BindingFlags anywhere = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static;
        object? values = instance.GetType().GetProperty(name, anywhere)?.GetValue(instance)
            ?? instance.GetType().GetMethod(name, anywhere)?.Invoke(instance, null);
        return (IEnumerable)values!;
    }

    private static void InvokeAll<TAttribute>(object instance, string benchmark)
        where TAttribute : TargetedAttribute
    {
        foreach (MethodInfo method in Methods<TAttribute>(instance.GetType()))
        {
            string[] targets = method.GetCustomAttribute<TAttribute>()!.Targets;
            if (targets.Length == 0 || targets.Contains(benchmark))
            {
                method.Invoke(instance, null);
            }
        }
    }

    private static IEnumerable<MethodInfo> Methods<TAttribute>(Type type)
        where TAttribute : Attribute =>
        type.GetMethods(BindingFlags.Public | BindingFlags.Instance).Where(static method => method.IsDefined(typeof(TAttribute), true));
}
