using Prover.Proving.Circuits;
using Prover.Proving.Witness;
using Prover.Soundness.Tests.Circuits;
using Prover.Verifier.Circuits;

namespace Prover.Soundness.Tests.Networks;

/// <summary>Looks for elements of a witness that a prover could change without violating the circuit.</summary>
internal static class WitnessFreedom
{
    /// <summary>The elements that may be changed alone, whatever the multiplicities are; empty if the circuit is tight.</summary>
    /// <param name="network">The network.</param>
    /// <param name="honest">A satisfying witness.</param>
    public static List<string> Find(Network network, int[][] honest)
    {
        Assert.Null(CircuitChecker.FindViolation(network.Circuit, honest));
        HashSet<int> counters = [.. network.Circuit.Rows.Select(rows => rows.Multiplicity)];
        var free = new List<string>();
        for (int tensor = 0; tensor < honest.Length; tensor++)
        {
            CommittedTensor declared = network.Circuit.Tensors[tensor];
            if (declared.Vector == CommittedVector.Model || counters.Contains(tensor)) continue;
            for (int element = 0; element < honest[tensor].Length; element++)
            {
                int[][] changed = CircuitSolver.Copy(honest);
                changed[tensor][element] += element % 2 == 0 ? 1 : -1;
                ReferenceMultiplicities.Count(network.Circuit, changed);
                if (CircuitChecker.FindViolation(network.Circuit, changed) is null) free.Add($"{declared.Name}[{element}]");
            }
        }
        return free;
    }
}
