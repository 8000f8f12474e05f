using Prover.Verifier.Fields;

namespace Prover.Onnx.Planning;

/// <summary>
/// The greatest memory of a process that compiles, commits and proves a network: what stays, plus the larger of the two phases
/// that hold vectors over E. Sizes are those of the vectors; the program itself is a measured constant.
/// </summary>
internal static class MemoryEstimate
{
    /// <summary>Runtime, code and small objects.</summary>
    private const long ProgramBytes = 72L << 20;

    /// <summary>The estimate in bytes.</summary>
    internal static long Bytes(ProvingWork work)
    {
        long positions = 1L << work.Opening.Codes[0].LogLength;
        long columns = (long)(work.Layout.ModelColumns + work.Layout.WitnessColumns) << work.Layout.LogRows;
        // A tree has two digests of 32 bytes per position; there are two trees.
        long committed = (sizeof(uint) * (work.ModelCodeword + work.WitnessCodeword + columns)) + (128 * positions);
        // Integers of model and witness, and what compiling them holds besides.
        long integers = sizeof(int) * ((2 * work.ModelElements) + (2 * work.WitnessElements));
        // Codewords of folded vectors, whose memory is kept for the next proof, and the columns gathered for the fraction tree.
        long kept = (sizeof(uint) * work.FoldedCodewords) + (2 * sizeof(int) * work.LeafColumns);
        long leaves = 1L << work.Layout.LogLeaves;
        // Active leaves: one numerator in F, one denominator in E; layers from a quarter of all leaves up: half a fraction for each leaf.
        long lookups = (work.Layout.ActiveLeaves * (sizeof(uint) + KoalaBear5.Bytes)) + (leaves * KoalaBear5.Bytes);
        long joint = 1L << work.Layout.Variables;
        // The covector over E, the joint vector over F, its first fold over E.
        long opening = joint * (KoalaBear5.Bytes + sizeof(uint) + (KoalaBear5.Bytes / 2));
        return ProgramBytes + committed + integers + kept + Math.Max(lookups, opening);
    }
}
