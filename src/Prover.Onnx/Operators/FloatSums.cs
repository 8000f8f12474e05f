using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;

namespace Prover.Onnx.Operators;

/// <summary>Sums that ONNX Runtime takes in float32 and the circuit in integers.</summary>
internal static class FloatSums
{
    /// <summary>
    /// Adds a note unless the float sum is exact: multiples of the scale are, while multiples of its last significant bit stay below 2^24.
    /// </summary>
    /// <param name="node">The node.</param>
    /// <param name="scale">The scale of the summands.</param>
    /// <param name="count">How many are added up.</param>
    /// <param name="context">The network under construction.</param>
    internal static void NoteIfRounding(GraphNode node, float scale, int count, LoweringContext context)
    {
        const int mantissaBits = 24;
        uint mantissa = (BitConverter.SingleToUInt32Bits(scale) & 0x7FFFFF) | 0x800000;
        int scaleBits = mantissaBits - System.Numerics.BitOperations.TrailingZeroCount(mantissa);
        int sumBits = System.Numerics.BitOperations.Log2((uint)Math.Min(uint.MaxValue, 255L * count)) + 1;
        if (scaleBits + sumBits > mantissaBits)
        {
            context.Notes.Add($"{node.Name} ({node.OperatorName}): ONNX Runtime takes these sums in float32 with rounding; results at "
                + "a rounding boundary may differ by one step (scales with few significant bits, such as powers of two, avoid it)");
        }
    }
}
