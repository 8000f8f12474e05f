using Prover.Onnx.Arithmetic;
using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Operators;

/// <summary>com.microsoft QLinearAdd and QLinearMul.</summary>
internal sealed class QLinearBinaryOperator : IOperator
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names => ["com.microsoft.QLinearAdd", "com.microsoft.QLinearMul"];

    /// <inheritdoc/>
    public NetworkValue Lower(GraphNode node, LoweringContext context)
    {
        float leftScale = context.Scale(node, 1);
        QuantizedRange left = context.Range(node, 2, context.ElementType(node, 0));
        float rightScale = context.Scale(node, 4);
        QuantizedRange right = context.Range(node, 5, context.ElementType(node, 3));
        float scale = context.Scale(node, 6);
        QuantizedRange output = context.Range(node, 7, context.ElementType(node, 0));
        Activation a = context.Activation(node, 0, left.ZeroPoint);
        Activation b = context.Activation(node, 3, right.ZeroPoint);
        if (node.Operator == "QLinearMul")
        {
            var product = new QuantizedMultiplication(leftScale, left.ZeroPoint, rightScale, right.ZeroPoint, scale, output);
            return new QuantizedValue(context.Builder.Binary(node.Name, a, b, product.Multiply, output.ZeroPoint), output.ElementType);
        }

        var sum = new QuantizedAddition(leftScale, left.ZeroPoint, rightScale, right.ZeroPoint, scale, output);
        Func<int, int, int> function = Broadcasting.ScalarSide(a.Shape, b.Shape) switch
        {
            -1 => sum.AddLeftScalar,
            1 => sum.AddRightScalar,
            _ => sum.Add,
        };
        var slopes = new RescaleHint(sum.LeftRatio, sum.RightRatio);
        return new QuantizedValue(context.Builder.Binary(node.Name, a, b, function, output.ZeroPoint, slopes), output.ElementType);
    }
}
