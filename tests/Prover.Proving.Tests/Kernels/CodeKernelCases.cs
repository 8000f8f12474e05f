using Prover.Proving.Kernels;
using Prover.Proving.Kernels.Reference;
using Prover.Proving.Kernels.Simd;
using Prover.Verifier.Fields;

namespace Prover.Proving.Tests.Kernels;

/// <summary>All implementations to test, and random inputs.</summary>
internal static class CodeKernelCases
{
    internal static ICodeKernels Reference { get; } = new ReferenceCodeKernels();

    internal static IEnumerable<ICodeKernels> Fast()
    {
        foreach (InstructionSet instructionSet in InstructionSets.Available)
        {
            yield return new SimdCodeKernels(instructionSet, threads: 1);
            yield return new SimdCodeKernels(instructionSet, threads: 2);
        }
        yield return new SimdCodeKernels(threads: 7);
    }

    /// <summary>Random representatives, with the extremes 0, 1 and p - 1 overrepresented.</summary>
    internal static FieldBuffer RandomElements(long length, int seed)
    {
        var random = new Random(seed);
        var buffer = new FieldBuffer(length, zeroed: false);
        for (long i = 0; i < length; i++)
        {
            buffer[i] = random.Next(8) switch
            {
                0 => KoalaBear.Order - 1,
                1 => (uint)random.Next(2),
                _ => (uint)random.NextInt64(KoalaBear.Order),
            };
        }
        return buffer;
    }

    internal static FieldBuffer RandomWords(long length, int seed)
    {
        var random = new Random(seed);
        var buffer = new FieldBuffer(length, zeroed: false);
        for (long i = 0; i < length; i++) buffer[i] = (uint)random.NextInt64(1L << 32);
        return buffer;
    }
}
