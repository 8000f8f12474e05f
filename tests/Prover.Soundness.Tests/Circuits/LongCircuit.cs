using Prover.Verifier.Circuits;

namespace Prover.Soundness.Tests.Circuits;

/// <summary>y = f(x) for so many private elements that the opening needs a second code.</summary>
internal static class LongCircuit
{
    private const int Elements = 20_000;
    private static readonly int[] Function = [3, 1, 4, 1];

    public static Circuit Build()
    {
        CommittedTensor[] tensors =
        [
            new("function", CommittedVector.Model, [4]),
            new("input", CommittedVector.Witness, [Elements]),
            new("output", CommittedVector.Witness, [Elements]),
            new("counts", CommittedVector.Witness, [4]),
        ];
        static ColumnTerm Read(int tensor) => ColumnTerm.Of(TensorRead.Identity(tensor, 1));
        LookupRows[] rows =
        [
            new("apply", 0, [Elements], [[Read(1)], [Read(2)]], -1),
            new("function", 0, [4], [[ColumnTerm.Index(0)], [Read(0)]], 3),
        ];
        return new(tensors, rows, [], []);
    }

    public static int[][] Solve()
    {
        int[] input = [.. Enumerable.Range(0, Elements).Select(i => i * i % 7 % 4)];
        return CircuitSolver.Count(Build(), [Function, input, [.. input.Select(x => Function[x])], []]);
    }
}
