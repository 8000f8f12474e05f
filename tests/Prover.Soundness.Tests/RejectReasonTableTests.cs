using System.Reflection;
using Prover.Verifier;

namespace Prover.Soundness.Tests;

/// <summary>The table of rejection reasons: each is demanded by at least one test by name.</summary>
public class RejectReasonTableTests
{
    private const byte CallOpcode = 0x28;

    [Fact]
    public void Every_reason_is_triggered_by_a_test()
    {
        ILookup<RejectReason, string> table = Declared().ToLookup(entry => entry.Reason, entry => entry.Test.Name);
        string missing = string.Join(", ", Enum.GetValues<RejectReason>().Where(reason => !table[reason].Any()));
        Assert.True(missing.Length == 0, $"no test triggers {missing}");
    }

    [Fact]
    public void Every_test_of_the_table_is_run_and_asserts_the_refusal()
    {
        foreach ((MethodInfo test, _) in Declared())
        {
            Assert.True(test.GetCustomAttributes<FactAttribute>().Any(fact => fact.Skip is null), $"{test.Name} is not run");
            Assert.True(Calls(test, typeof(Refusal)), $"{test.Name} does not call {nameof(Refusal)}");
        }
    }

    private static IEnumerable<(MethodInfo Test, RejectReason Reason)> Declared() =>
        from type in typeof(RejectReasonTableTests).Assembly.GetTypes()
        from method in type.GetMethods()
        from attribute in method.GetCustomAttributes<RefusesAttribute>()
        select (method, attribute.Reason);

    /// <summary>Whether a method calls one of a class, read off its instructions.</summary>
    private static bool Calls(MethodInfo method, Type target)
    {
        byte[] code = method.GetMethodBody()!.GetILAsByteArray()!;
        for (int i = 0; i + 4 < code.Length; i++)
        {
            if (code[i] != CallOpcode) continue;
            try
            {
                if (method.Module.ResolveMethod(BitConverter.ToInt32(code, i + 1))?.DeclaringType == target) return true;
            }
            catch (ArgumentException)
            {
                // These four bytes were no token.
            }
        }
        return false;
    }
}
