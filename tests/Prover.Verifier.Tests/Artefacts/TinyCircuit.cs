using Prover.Verifier.Artefacts;
using Prover.Verifier.Circuits;

namespace Prover.Verifier.Tests.Artefacts;

/// <summary>A small circuit that uses every part of the representation: a strided convolution, its requantisation, a copy.</summary>
internal static class TinyCircuit
{
    public const int Weights = 0, TableColumn = 1, Image = 2, Output = 3, Remainder = 4, Counts = 5, RangeCounts = 6, Copy = 7;

    /// <summary>The values of the fixed tensor.</summary>
    public static readonly int[] Table = [-300, 0, 1, 2, 70000, -300, 5, 6, 7, 8];

    public static Circuit Build()
    {
        CommittedTensor[] tensors =
        [
            new("weights", CommittedVector.Model, [2, 3, 3]),
            new("table", CommittedVector.Model, [2, 5]) { IsFixed = true },
            new("image", CommittedVector.Witness, [7, 7]),
            new("output", CommittedVector.Witness, [2, 3, 3]),
            new("remainder", CommittedVector.Witness, [2, 3, 3]),
            new("counts", CommittedVector.Witness, [2, 5]),
            new("range counts", CommittedVector.Witness, [16]),
            new("copy", CommittedVector.Witness, [18]),
        ];
        // Row axes: channel 0, y 1, x 2; summed: ky 3, kx 4.
        var window = new TensorRead(Image, [new([new(1, 2), new(3, 1)], -1), new([new(2, 2), new(4, 1)], -1)]);
        var kernel = new TensorRead(Weights, [AffineIndex.Of(0), AffineIndex.Of(3), AffineIndex.Of(4)]);
        var accumulator = new InnerProduct([3, 3], [], kernel, window);
        LookupRows[] rows =
        [
            new("requantise", 0, [2, 3, 3],
            [
                [ColumnTerm.Index(0)],
                [ColumnTerm.Of(TensorRead.Identity(Output, 3))],
                [ColumnTerm.Of(accumulator), ColumnTerm.Of(TensorRead.Identity(Remainder, 3), -1), ColumnTerm.Constant(4)],
            ], -1),
            new("thresholds", 0, [2, 5],
            [
                [ColumnTerm.Index(0)], [ColumnTerm.Index(1, 3)], [ColumnTerm.Of(TensorRead.Identity(TableColumn, 2))],
            ], Counts),
            new("remainder in range", 1, [2, 3, 3], [[ColumnTerm.Of(TensorRead.Identity(Remainder, 3))]], -1),
            new("range", 1, [16], [[ColumnTerm.Index(0)]], RangeCounts),
        ];
        var flatten = new LinearConstraint("flatten",
        [
            new(1, [2, 3, 3], [9, 3, 1], TensorRead.Identity(Output, 3)),
            new(-1, [18], [1], TensorRead.Identity(Copy, 1)),
        ]);
        PublicTensor[] publics = [new("image", true, Image, 128, 0, 255), new("output", false, Output, 0, -128, 127)];
        return new(tensors, rows, [flatten], publics) { Hiding = true, ModelProofs = 2, Tables = new FixedTables([Table]).Digest };
    }
}
