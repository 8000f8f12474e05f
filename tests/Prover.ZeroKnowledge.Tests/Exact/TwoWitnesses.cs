using System.Collections.Concurrent;
using Prover.Proving.Witness;
using Prover.Soundness.Tests.Circuits;
using Prover.Verifier.Circuits;

namespace Prover.ZeroKnowledge.Tests.Exact;

/// <summary>Two true witnesses of one statement that differ in all that a visibility hides.</summary>
internal static class TwoWitnesses
{
    private static readonly ConcurrentDictionary<Visibility, Lazy<(int[][], int[][])>> Found = [];
    private static readonly Circuit Relations = EveryRelationCircuit.Build();

    /// <summary>Two inputs that differ in one pixel and give the same public values.</summary>
    public static (int[][] First, int[][] Second) Shared => In(Visibility.Public);

    /// <summary>The witnesses of a visibility: where no values are seen, inputs are unrelated; hidden models differ as well.</summary>
    public static (int[][] First, int[][] Second) In(Visibility visibility) =>
        Found.GetOrAdd(visibility, _ => new(() => Search(EveryRelationCircuit.In(visibility).Circuit))).Value;

    private static (int[][], int[][]) Search(Circuit circuit)
    {
        bool isSeen = circuit.Publics.Length > 0, isPublicModel = circuit.ModelProofs == 0;
        for (int seed = 1; ; seed++)
        {
            int[][] first = EveryRelationWitness.Solve(seed);
            for (int pixel = 0; pixel < first[EveryRelationCircuit.Image].Length; pixel++)
            {
                int[][] second = EveryRelationWitness.Solve(isSeen ? seed : seed + 1, (step, values) =>
                {
                    if (step != EveryRelationCircuit.Image) return;
                    Change(ref values[EveryRelationCircuit.Image][pixel], EveryRelationCircuit.High);
                    if (!isPublicModel) Change(ref values[EveryRelationCircuit.Kernel][pixel], 1);
                });
                bool isInside = !first[EveryRelationCircuit.Quotient].SequenceEqual(second[EveryRelationCircuit.Quotient]);
                bool isSame = first[EveryRelationCircuit.Output].SequenceEqual(second[EveryRelationCircuit.Output]);
                if (isInside && (isSame || !isSeen) && CircuitChecker.FindViolation(Relations, second) is null) return (first, second);
            }
        }
    }

    private static void Change(ref int value, int greatest) => value += value == greatest ? -1 : 1;
}
