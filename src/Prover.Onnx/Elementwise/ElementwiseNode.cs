using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Elementwise;

/// <summary>A node of an elementwise operator and what determines its function besides the values.</summary>
/// <param name="Node">The node.</param>
/// <param name="Opset">Version of the standard operators.</param>
/// <param name="Types">The element types of the inputs that are given.</param>
internal sealed record ElementwiseNode(GraphNode Node, int Opset, TensorElementType[] Types)
{
    /// <summary>Whether the first input holds integers.</summary>
    internal bool IsInteger => IsIntegral(Types[0]);

    /// <summary>A float parameter.</summary>
    internal float Float(string name, float absent) => Node.Attributes.Float(name, absent);

    /// <summary>Whether a type holds integers (not truth values).</summary>
    internal static bool IsIntegral(TensorElementType type) =>
        type is not (TensorElementType.Float or TensorElementType.Double or TensorElementType.Float16 or TensorElementType.Bool);
}
