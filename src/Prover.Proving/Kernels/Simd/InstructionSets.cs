using System.Runtime.Intrinsics.X86;

namespace Prover.Proving.Kernels.Simd;

/// <summary>Which code paths this processor and run-time configuration can take.</summary>
internal static class InstructionSets
{
    /// <summary>All available paths, slowest first.</summary>
    internal static IReadOnlyList<InstructionSet> Available { get; } = [.. Enum.GetValues<InstructionSet>().Where(IsAvailable)];

    /// <summary>The fastest available path.</summary>
    internal static InstructionSet Best => Available[^1];

    /// <summary>Whether a path can be taken.</summary>
    internal static bool IsAvailable(InstructionSet instructionSet) => instructionSet switch
    {
        InstructionSet.Scalar => true,
        InstructionSet.Avx2 => Avx2.IsSupported,
        InstructionSet.Avx512 => Avx512F.IsSupported && Avx512BW.IsSupported,
        _ => false,
    };
}
