using Prover.Proving.Kernels;
using Prover.Proving.Kernels.Reference;
using Prover.Proving.Kernels.Simd;
using Prover.Verifier.Fields;

namespace Prover.Proving.Tests.Kernels;

/// <summary>Every code path of the algebra kernels, the reference to compare with, and random operands.</summary>
internal static class AlgebraPaths
{
    public static IAlgebraKernels Reference { get; } = new ReferenceAlgebra();

    public static IEnumerable<(string Name, IAlgebraKernels Kernels)> All =>
        from set in InstructionSets.Available
        from threads in (int[])[1, 2]
        select ($"{set} with {threads} threads", SimdAlgebraFactory.Create(set, threads));

    public static KoalaBear Base(Random random) => new(Word(random));

    public static KoalaBear5 Element(Random random) => new(Base(random), Base(random), Base(random), Base(random), Base(random));

    public static KoalaBear5[] Elements(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => Element(random))];

    public static ExtensionVector Vector(Random random, int length) => ExtensionVector.From(Elements(random, length));

    public static uint[] Words(Random random, int length) => [.. Enumerable.Range(0, length).Select(_ => Word(random))];

    public static int[] Integers(Random random, int length, int limit) => [.. Enumerable.Range(0, length).Select(_ => random.Next(8) switch
    {
        0 => limit,
        1 => -limit,
        _ => random.Next(-limit, limit + 1),
    })];

    /// <summary>Runs one kernel on copies of the same vectors on every path and demands the vectors and results of the reference.</summary>
    public static void Compare(KoalaBear5[][] operands, Func<IAlgebraKernels, ExtensionVector[], object?> call)
    {
        (object? expected, KoalaBear5[][] expectedVectors) = Run(Reference, operands, call);
        foreach ((string name, IAlgebraKernels kernels) in All)
        {
            (object? actual, KoalaBear5[][] vectors) = Run(kernels, operands, call);
            Assert.True(Equals(expected, actual), $"{name} returns {actual} instead of {expected}");
            for (int k = 0; k < vectors.Length; k++)
            {
                int wrong = Enumerable.Range(0, vectors[k].Length).FirstOrDefault(i => vectors[k][i] != expectedVectors[k][i], -1);
                Assert.True(wrong < 0, $"{name} differs in operand {k} at {wrong}");
            }
        }
    }

    private static (object? Result, KoalaBear5[][] Vectors) Run(
        IAlgebraKernels kernels, KoalaBear5[][] operands, Func<IAlgebraKernels, ExtensionVector[], object?> call)
    {
        // Each operand lies inside a larger vector, off alignment, whose other elements must not change.
        const int Margin = 3;
        var guard = KoalaBear5.FromInteger(-1);
        ExtensionVector[] owners = [.. operands.Select(o => ExtensionVector.From([guard, guard, guard, .. o, guard, guard, guard]))];
        object? result = call(kernels, [.. owners.Select((o, k) => o.Slice(Margin, operands[k].Length))]);
        foreach (ExtensionVector owner in owners)
        {
            for (int i = 0; i < Margin; i++) Assert.True(owner[i] == guard && owner[owner.Length - 1 - i] == guard, "wrote outside");
        }
        KoalaBear5[][] vectors = [.. owners.Select((o, k) => o.ToArray()[Margin..^Margin])];
        foreach (ExtensionVector owner in owners) owner.Dispose();
        return (result, vectors);
    }

    // Extremes are frequent: sums of products come closest to overflow there.
    private static uint Word(Random random) => random.Next(4) switch
    {
        0 => KoalaBear.Order - 1,
        1 => (uint)random.Next(2),
        _ => (uint)random.NextInt64(KoalaBear.Order),
    };
}
