using Prover.Verifier.Circuits;
using Prover.Verifier.Fields;

namespace Prover.Verifier.Tests.Arguments;

/// <summary>Random circuits that use every kind of term, window and sharing; their tuples need not balance.</summary>
internal static class SampleCircuits
{
    public static KoalaBear5 Element(Random random)
    {
        KoalaBear Next() => KoalaBear.FromInteger(random.NextInt64(KoalaBear.Order));
        return new(Next(), Next(), Next(), Next(), Next());
    }

    public static KoalaBear5[] Point(Random random, int length) => [.. Enumerable.Range(0, length).Select(_ => Element(random))];

    public static (Circuit Circuit, int[][] Values) Convolution(Random random)
    {
        int n = random.Next(1, 3), channels = random.Next(1, 6), outputs = random.Next(1, 7), height = random.Next(3, 12);
        int kernel = random.Next(1, 4), stride = random.Next(1, 3), pad = random.Next(0, kernel);
        int dilation = random.Next(1, 3);
        int outHeight = (height + (2 * pad) - (dilation * (kernel - 1)) - 1) / stride + 1;
        if (outHeight < 1) return Convolution(random);
        CommittedTensor[] tensors =
        [
            new("x", CommittedVector.Witness, [n, channels, height]),
            new("w", CommittedVector.Model, [outputs, channels, kernel]),
            new("b", CommittedVector.Model, [outputs]),
            new("r", CommittedVector.Witness, [n, outputs, outHeight]),
            new("d", CommittedVector.Model, [channels, kernel]),
            new("m", CommittedVector.Witness, [outputs, 5]),
            new("t", CommittedVector.Model, [outputs, 5]),
        ];
        // Rows over (n, o, y): the inner variables c, i are numbers 3, 4.
        AffineIndex window = new([new(2, stride), new(4, dilation)], -pad);
        InnerProduct product = new(
            [channels, kernel], [], new(1, [AffineIndex.Of(1), AffineIndex.Of(3), AffineIndex.Of(4)]),
            new(0, [AffineIndex.Of(0), AffineIndex.Of(3), window]));
        LookupRows convolution = new(
            "conv", 0, [n, outputs, outHeight],
            [
                [ColumnTerm.Index(1)],
                [
                    ColumnTerm.Of(product),
                    ColumnTerm.Of(new TensorRead(2, [AffineIndex.Of(1)])),
                    ColumnTerm.Of(TensorRead.Identity(3, 3), -1),
                ],
                [ColumnTerm.Constant(-7)],
            ],
            -1);
        // Depthwise rows over (n, c, y): c is shared, the inner variable i is number 3.
        AffineIndex deepWindow = new([new(2, stride), new(3, dilation)], -pad);
        InnerProduct deep = new(
            [kernel], [1], new(4, [AffineIndex.Of(1), AffineIndex.Of(3)]), new(0, [AffineIndex.Of(0), AffineIndex.Of(1), deepWindow]));
        LookupRows depthwise = new(
            "deep", 1, [n, channels, outHeight], [[ColumnTerm.Of(deep, 3), ColumnTerm.Index(2, -2)]], -1);
        LookupRows table = new(
            "table", 0, [outputs, 5], [[ColumnTerm.Index(0)], [ColumnTerm.Of(TensorRead.Identity(6, 2))]], 5);
        LinearConstraint constraint = new(
            "flatten",
            [
                new(1, [n, channels, height], [channels * height, height, 1], TensorRead.Identity(0, 3)),
                new(-2, [outputs, 5], [5, 1], TensorRead.Identity(5, 2)),
            ]);
        PublicTensor input = new("x", true, 0, 3, -1000, 1000);
        Circuit circuit = new(tensors, [convolution, depthwise, table], [constraint], [input]);
        int[][] values = [.. tensors.Select(tensor => RandomValues(random, tensor.Count))];
        return (circuit, values);
    }

    private static int[] RandomValues(Random random, long count) =>
        [.. Enumerable.Range(0, (int)count).Select(_ => random.Next(-128, 128))];
}
