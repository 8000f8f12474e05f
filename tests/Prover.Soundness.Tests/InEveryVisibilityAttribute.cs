using System.Collections;
using System.Reflection;
using Prover.Soundness.Tests.Circuits;
using Xunit.Sdk;

namespace Prover.Soundness.Tests;

/// <summary>
/// Runs a test in every visibility, its first parameter. Further arguments are the values given, one of them per test, or those of a static
/// member, which is either a list of them or theory data.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class InEveryVisibilityAttribute(params object[] values) : DataAttribute
{
    /// <summary>The name of a static property of the test's class that lists the further argument.</summary>
    public string? Member { get; init; }

    /// <summary>Leaves out those in which nothing is hidden.</summary>
    public bool IfHiding { get; init; }

    /// <summary>Leaves out those in which the circuit's public values are not seen.</summary>
    public bool IfValuesAreSeen { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<object[]> GetData(MethodInfo testMethod)
    {
        object[][] arguments = [[]];
        if (values.Length > 0) arguments = [.. values.Select(value => new[] { value })];
        if (Member is not null)
        {
            const BindingFlags Static = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.FlattenHierarchy;
            PropertyInfo member = testMethod.ReflectedType!.GetProperty(Member, Static)
                ?? throw new InvalidOperationException($"{testMethod.ReflectedType} has no property {Member}");
            arguments = [.. ((IEnumerable)member.GetValue(null)!).Cast<object>().Select(entry => entry as object[] ?? [entry])];
        }
        return Enum.GetValues<Visibility>()
            .Where(visibility => !IfHiding || visibility != Visibility.Open)
            .Where(visibility => !IfValuesAreSeen || ShowsValues(visibility))
            .SelectMany(visibility => arguments.Select(further => (object[])[visibility, .. further]));
    }

    private static bool ShowsValues(Visibility visibility) =>
        visibility is Visibility.Open or Visibility.Public or Visibility.PrivateWeights;
}
