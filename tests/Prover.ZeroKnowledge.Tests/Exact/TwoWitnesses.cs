using Prover.Soundness.Tests.Circuits;

namespace Prover.ZeroKnowledge.Tests.Exact;

/// <summary>Two inputs of one network that differ in one pixel and give the same public values.</summary>
internal static class TwoWitnesses
{
    private static readonly Lazy<(int[][], int[][])> Found = new(Search);

    public static (int[][] First, int[][] Second) Shared => Found.Value;

    private static (int[][], int[][]) Search()
    {
        for (int seed = 1; ; seed++)
        {
            int[][] first = EveryRelationWitness.Solve(seed);
            for (int pixel = 0; pixel < first[EveryRelationCircuit.Image].Length; pixel++)
            {
                int[][] second = EveryRelationWitness.Solve(seed, (tensor, values) => Change(tensor, values, pixel));
                bool inside = !first[EveryRelationCircuit.Quotient].SequenceEqual(second[EveryRelationCircuit.Quotient]);
                if (inside && first[EveryRelationCircuit.Output].SequenceEqual(second[EveryRelationCircuit.Output])) return (first, second);
            }
        }
    }

    private static void Change(int tensor, int[][] values, int pixel)
    {
        if (tensor != EveryRelationCircuit.Image) return;
        ref int value = ref values[EveryRelationCircuit.Image][pixel];
        value += value == EveryRelationCircuit.High ? -1 : 1;
    }
}
