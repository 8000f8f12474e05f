using Prover.Verifier.Circuits;

namespace Prover.Soundness.Tests.Circuits;

/// <summary>
/// A network of a few dozen elements with every relation of SPEC §4: a private input in a range table, a strided and padded convolution
/// with interval requantisation, a depthwise contraction with a unary table, a running maximum, a binary table, a recommitted tensor,
/// and a dense layer of two products whose accumulators are public, with a public bias.
/// </summary>
internal static class EveryRelationCircuit
{
    public const int Image = 0, Bias = 1, Kernel = 2, Bases = 3, Spans = 4, Quotient = 5, Remainder = 6, Span = 7, Deep = 8, Step = 9,
        Unary = 10, Maximum = 11, Relu = 12, Pair = 13, Sum = 14, Flat = 15, DenseFlat = 16, DenseSum = 17, Output = 18, ImageCounts = 19,
        IntervalCounts = 20, NarrowCounts = 21, WideCounts = 22, UnaryCounts = 23, MaximumCounts = 24, PairCounts = 25, ZeroCounts = 26;

    /// <summary>Activations lie in [Low, High]; a clamped interval has Wide accumulators, any other Narrow.</summary>
    public const int Low = -4, High = 3, Narrow = 4, Wide = 64, OutputZeroPoint = 5;

    public static readonly int[][] Shapes =
    [
        [2, 4, 4], [2], [3, 2, 3, 3], [3, 8], [3, 8], [3, 2, 2], [3, 2, 2], [3, 2, 2], [3, 2, 2], [33], [3], [3, 2], [15], [8, 8], [3], [6],
        [2, 6], [2, 3], [2], [8], [3, 8], [Narrow], [Wide], [33], [15], [8, 8], [1],
    ];

    private static readonly string[] Names =
    [
        "image", "bias", "kernel", "bases", "spans", "quotient", "remainder", "span", "deep", "step", "unary", "maximum", "relu", "pair",
        "sum", "flat", "dense flat", "dense sum", "output", "image counts", "interval counts", "narrow counts", "wide counts",
        "unary counts", "maximum counts", "pair counts", "zero counts",
    ];

    private static readonly int[] ModelTensors = [Kernel, Bases, Spans, Deep, Step, Relu, Pair, DenseFlat, DenseSum];

    public static Circuit Build()
    {
        CommittedTensor[] tensors = [.. Names.Select((name, tensor) => new CommittedTensor(
            name, ModelTensors.Contains(tensor) ? CommittedVector.Model : CommittedVector.Witness, Shapes[tensor]))];
        var flatten = new LinearConstraint("flatten",
        [
            new(1, [6], [1], Whole(Flat)),
            new(-1, [3, 2], [1, 3], Whole(Maximum)),
        ]);
        return new(
            tensors, [.. Lookups(), .. Tables()], [flatten],
            [new("bias", true, Bias, 0, -8, 7), new("logits", false, Output, OutputZeroPoint, -1000, 1000)]);
    }

    /// <summary>The circuit in a visibility.</summary>
    public static VisibleCircuit In(Visibility visibility)
    {
        Circuit circuit = Build();
        PublicTensor[] interfaces = [new("image", true, Image, 0, Low, High), .. circuit.Publics];
        int[][] model = EveryRelationWitness.Model();
        int[] tables = [Bases, Spans, Step, Relu, Pair];
        return VisibleCircuit.Of(circuit, interfaces, new(tables.ToDictionary(tensor => tensor, tensor => model[tensor])), visibility);
    }

    private static LookupRows[] Lookups()
    {
        // Convolution: channel 0, y 1, x 2; summed: input channel 3, ky 4, kx 5.
        var window = new TensorRead(Image, [AffineIndex.Of(3), new([new(1, 2), new(4, 1)], -1), new([new(2, 2), new(5, 1)], -1)]);
        var kernel = new TensorRead(Kernel, [AffineIndex.Of(0), AffineIndex.Of(3), AffineIndex.Of(4), AffineIndex.Of(5)]);
        var convolution = new InnerProduct([2, 3, 3], [], kernel, window);
        // Depthwise over the whole window: channel 0; summed: y 1, x 2.
        var depthwise = new InnerProduct([2, 2], [0], Whole(Deep), Whole(Quotient));
        var right = new TensorRead(Quotient, [AffineIndex.Of(0), AffineIndex.Of(1), AffineIndex.Constant(1)]);
        var left = new TensorRead(Quotient, [AffineIndex.Of(0), AffineIndex.Of(1), AffineIndex.Constant(0)]);
        var first = new TensorRead(Maximum, [AffineIndex.Of(0), AffineIndex.Constant(0)]);
        var ofFlat = new InnerProduct([6], [], Whole(DenseFlat), new(Flat, [AffineIndex.Of(1)]));
        var ofSum = new InnerProduct([3], [], Whole(DenseSum), new(Sum, [AffineIndex.Of(1)]));
        return
        [
            new("range", 0, [2, 4, 4], [[Of(Image), ColumnTerm.Constant(-Low)]], -1),
            new("convolution", 1, [3, 2, 2],
                [[ColumnTerm.Index(0)], [Of(Quotient)], [ColumnTerm.Of(convolution), Of(Remainder, -1)], [Of(Span)]], -1),
            new("remainder", 2, [3, 2, 2], [[Of(Span)], [Of(Remainder)]], -1),
            new("depthwise", 3, [3], [[ColumnTerm.Of(depthwise)], [Of(Unary)]], -1),
            new("maximum", 4, [3, 2],
                [[ColumnTerm.Of(right), ColumnTerm.Of(left, -1)], [Of(Maximum), ColumnTerm.Of(left, -1)]], -1),
            new("sum", 5, [3], [[Of(Unary)], [ColumnTerm.Of(first)], [Of(Sum)]], -1),
            new("dense", 6, [2], [[ColumnTerm.Of(ofFlat), ColumnTerm.Of(ofSum), Of(Bias), Of(Output, -1)]], -1),
        ];
    }

    private static LookupRows[] Tables() =>
    [
        new("range", 0, [8], [[ColumnTerm.Index(0)]], ImageCounts),
        new("intervals", 1, [3, 8], [[ColumnTerm.Index(0)], [ColumnTerm.Index(1), ColumnTerm.Constant(Low)], [Of(Bases)], [Of(Spans)]],
            IntervalCounts),
        new("narrow", 2, [Narrow], [[ColumnTerm.Constant(Narrow)], [ColumnTerm.Index(0)]], NarrowCounts),
        new("wide", 2, [Wide], [[ColumnTerm.Constant(Wide)], [ColumnTerm.Index(0)]], WideCounts),
        new("step", 3, [33], [[ColumnTerm.Index(0), ColumnTerm.Constant(-16)], [Of(Step)]], UnaryCounts),
        new("relu", 4, [15], [[ColumnTerm.Index(0), ColumnTerm.Constant(-7)], [Of(Relu)]], MaximumCounts),
        new("pair", 5, [8, 8],
            [[ColumnTerm.Index(0), ColumnTerm.Constant(Low)], [ColumnTerm.Index(1), ColumnTerm.Constant(Low)], [Of(Pair)]], PairCounts),
        new("zero", 6, [1], [[ColumnTerm.Constant(0)]], ZeroCounts),
    ];

    private static TensorRead Whole(int tensor) => TensorRead.Identity(tensor, Shapes[tensor].Length);

    private static ColumnTerm Of(int tensor, long factor = 1) => ColumnTerm.Of(Whole(tensor), factor);
}
