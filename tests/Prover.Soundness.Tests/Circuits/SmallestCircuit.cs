using Prover.Verifier.Circuits;

namespace Prover.Soundness.Tests.Circuits;

/// <summary>y = f(x) for two public elements and a table of four: the smallest proof there is.</summary>
internal static class SmallestCircuit
{
    public const int Function = 0, Input = 1, Output = 2, Counts = 3;

    private static readonly int[] Values = [9, -3, 5, 100];

    public static Circuit Build()
    {
        CommittedTensor[] tensors =
        [
            new("function", CommittedVector.Model, [4]),
            new("input", CommittedVector.Witness, [2]),
            new("output", CommittedVector.Witness, [2]),
            new("counts", CommittedVector.Witness, [4]),
        ];
        LookupRows[] rows =
        [
            new("apply", 0, [2], [[Read(Input)], [Read(Output)]], -1),
            new("function", 0, [4], [[ColumnTerm.Index(0)], [Read(Function)]], Counts),
        ];
        return new(tensors, rows, [], [new("x", true, Input, 2, 2, 5), new("y", false, Output, 0, -128, 127)]);
    }

    /// <summary>The circuit in a visibility.</summary>
    public static VisibleCircuit In(Visibility visibility)
    {
        Circuit circuit = Build();
        return VisibleCircuit.Of(circuit, circuit.Publics, new() { [Function] = Values }, visibility);
    }

    public static int[][] Solve(int first, int second) =>
        CircuitSolver.Count(Build(), [[.. Values], [first, second], [Apply(first), Apply(second)], []]);

    private static int Apply(int input) => Values[input];

    private static ColumnTerm Read(int tensor) => ColumnTerm.Of(TensorRead.Identity(tensor, 1));
}
