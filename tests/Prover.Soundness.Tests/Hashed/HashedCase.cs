using Prover.Soundness.Tests.Arguments;
using Prover.Soundness.Tests.Circuits;
using Prover.Verifier.Circuits;
using Prover.Verifier.Hashed;

namespace Prover.Soundness.Tests.Hashed;

/// <summary>The smallest circuit with a hashed input, and a hashed tensor of two columns that nothing else speaks of.</summary>
internal static class HashedCase
{
    public const int Input = 0, Wide = 1, InputCopy = 4, WideSource = 5, WideCopy = 6;
    private const int InputZero = 2, WideZero = -3, WideRows = 30, WideColumns = 50;

    private static readonly Lazy<ArgumentCase> SharedCase = new(() => Create());

    /// <summary>The honest case, prepared once for all tests.</summary>
    public static ArgumentCase Shared => SharedCase.Value;

    /// <summary>A case whose first commitment was made in some way.</summary>
    public static ArgumentCase Create(Action<uint[]>? change = null, int profile = 100, int behind = 0)
    {
        PlainHashed input = CommitInput(2, 3, change, behind), wide = new(WideValues(), 9);
        int[][] values = ValuesOf(input, wide, 2, 3);
        return new(Build(), values, profile) { Commitments = [input, wide] };
    }

    /// <summary>A commitment to the public integers of the circuit's two inputs.</summary>
    public static PlainHashed CommitInput(int first, int second, Action<uint[]>? change = null, int behind = 0) =>
        new([first + InputZero, second + InputZero], 4, change, behind);

    /// <summary>The values of all tensors.</summary>
    public static int[][] ValuesOf(PlainHashed input, PlainHashed wide, int first, int second) =>
    [
        .. SmallestCircuit.Solve(first, second), input.WitnessValues(InputZero),
        [.. wide.Values.Select(value => value - WideZero)], wide.WitnessValues(WideZero),
    ];

    private static int[] WideValues() => [.. Enumerable.Range(0, WideRows * WideColumns).Select(i => (i * 13 % 200) - 70)];

    private static Circuit Build()
    {
        Circuit smallest = SmallestCircuit.Build();
        const int WideCount = WideRows * WideColumns;
        return smallest with
        {
            Tensors =
            [
                .. smallest.Tensors,
                new("input copy", CommittedVector.Witness, new HashedShape(2).TensorShape),
                new("wide", CommittedVector.Witness, [WideRows, WideColumns]),
                new("wide copy", CommittedVector.Witness, new HashedShape(WideCount).TensorShape),
            ],
            Constraints =
            [
                Copy("input copy", InputCopy, new(2), SmallestCircuit.Input, [2], [1]),
                Copy("wide copy", WideCopy, new(WideCount), WideSource, [WideRows, WideColumns], [WideColumns, 1]),
            ],
            Publics = [smallest.Publics[1]],
            Hiding = true,
            Hashed = [new("x", true, InputCopy, 2, InputZero), new("wide", false, WideCopy, WideCount, WideZero)],
        };
    }

    private static LinearConstraint Copy(string name, int copy, HashedShape shape, int source, int[] axes, long[] strides)
    {
        int rows = 1 << shape.LogRows;
        return new(name,
        [
            new(1, [shape.Columns, rows], [rows, 1], TensorRead.Identity(copy, 2)),
            new(-1, axes, strides, TensorRead.Identity(source, axes.Length)),
        ]);
    }
}
