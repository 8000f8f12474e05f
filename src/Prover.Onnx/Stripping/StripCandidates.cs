using Prover.Onnx.Model;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Stripping;

/// <summary>
/// Which tensors of a model may be weights. What SPEC §11.9 calls public whatever its values is none: scales, zero points, float constants
/// without axes, integers of 64 bits, which are shapes and positions. All the rest is tried, float tensors too: exporters leave weights and
/// biases to be quantised by the model itself, or leave them where nothing reads them.
/// </summary>
internal static class StripCandidates
{
    /// <summary>Whether the elements of a tensor may be weights.</summary>
    internal static bool Includes(GraphProto graph, StorableTensor tensor)
    {
        if (tensor.Elements == 0) return false;
        (NodeProto Node, int Slot)[] reads = [.. graph.Node.SelectMany(static node => node.Input.Select((name, slot) => (node, name, slot)))
            .Where(read => read.name == tensor.Name)
            .Select(static read => (read.node, read.slot))];
        if (reads.Length == 0) return true;
        return tensor.Type switch
        {
            TensorElementType.Int64 or TensorElementType.UInt64 or TensorElementType.Bool => false,
            _ when tensor.IsFloat && tensor.Rank == 0 => false,
            _ => !reads.Any(static read => IsScaleOrZeroPoint(read.Node.OpType, read.Slot)),
        };
    }

    /// <summary>Whether an operator reads a scale or a zero point in a place; others are found out by trying.</summary>
    private static bool IsScaleOrZeroPoint(string name, int slot) => name switch
    {
        "QuantizeLinear" or "DequantizeLinear" => slot >= 1,
        "ConvInteger" or "MatMulInteger" => slot >= 2,
        "QLinearConv" or "QLinearMatMul" or "QLinearAdd" or "QLinearMul" => slot is not (0 or 3 or 8),
        "QGemm" => slot is not (0 or 3 or 6),
        "QLinearConcat" => slot < 2 || slot % 3 != 2,
        _ => name.StartsWith("QLinear", StringComparison.Ordinal) && slot >= 1,
    };
}
