using Prover.Onnx.Graphs;
using Prover.Onnx.Operators;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Heads;

/// <summary>Comparisons, selection by truth values, and changes of type, outside the proof.</summary>
internal static class HeadLogic
{
    /// <summary>Greater, GreaterOrEqual, Less, LessOrEqual or Equal of floats or of whole numbers.</summary>
    internal static DenseTensor Compare(string op, DenseTensor left, DenseTensor right)
    {
        int[] shape = Broadcasting.Shape(left.Shape, right.Shape);
        double[] a = left.ToDouble();
        double[] b = right.ToDouble();
        bool[] result = new bool[DenseTensor.ElementCount(shape)];
        for (int i = 0; i < result.Length; i++)
        {
            double l = a[HeadArithmetic.Position(i, shape, left.Shape)];
            double r = b[HeadArithmetic.Position(i, shape, right.Shape)];
            result[i] = op switch
            {
                "Greater" => l > r,
                "GreaterOrEqual" => l >= r,
                "Less" => l < r,
                "LessOrEqual" => l <= r,
                _ => l == r,
            };
        }

        return DenseTensor.Create(result, shape);
    }

    /// <summary>Where: the second value where the condition holds, else the third.</summary>
    internal static DenseTensor Where(DenseTensor condition, DenseTensor yes, DenseTensor no)
    {
        int[] shape = Broadcasting.Shape(condition.Shape, Broadcasting.Shape(yes.Shape, no.Shape));
        // A truth value out of a table of the proof is a number.
        bool[] holds = condition.Data as bool[] ?? Array.ConvertAll(condition.As<float>(), static value => value != 0);
        if (yes.ElementType != no.ElementType)
        {
            (yes, no) = (Floats(yes), Floats(no));
        }

        DenseTensor result = DenseTensor.Allocate(yes.ElementType, shape);
        for (int i = 0; i < result.Length; i++)
        {
            DenseTensor chosen = holds[HeadArithmetic.Position(i, shape, condition.Shape)] ? yes : no;
            Array.Copy(chosen.Data, HeadArithmetic.Position(i, shape, chosen.Shape), result.Data, i, 1);
        }

        return result;
    }

    /// <summary>The elements as float32, which tables of the proof give whatever the operator's own type is.</summary>
    private static DenseTensor Floats(DenseTensor x) => x.ElementType == TensorElementType.Float
        ? x
        : DenseTensor.Create(Array.ConvertAll(x.ToInt64(), static value => (float)value), x.Shape);

    /// <summary>Whether a Cast is one between float32, whole numbers of 64 bits and truth values.</summary>
    internal static bool CanCast(GraphNode node, DenseTensor x) => x.ElementType != TensorElementType.Float16
        && (TensorElementType)node.Attributes.Int("to", 0)
            is TensorElementType.Float or TensorElementType.Int64 or TensorElementType.Bool;

    /// <summary>Cast between float32, whole numbers of 64 bits and truth values.</summary>
    /// <exception cref="ArgumentException">The type is another one.</exception>
    internal static DenseTensor Cast(GraphNode node, DenseTensor x)
    {
        double[] numbers = x.ToDouble();
        return DenseTensor.Create(
            (TensorElementType)node.Attributes.Int("to", 0) switch
            {
                TensorElementType.Float => Array.ConvertAll(numbers, static v => (float)v),
                TensorElementType.Int64 => Array.ConvertAll(numbers, static v => (long)v),
                TensorElementType.Bool => Array.ConvertAll(numbers, static v => v != 0),
                var other => throw new ArgumentException($"Cast to {other} cannot be computed outside the proof"),
            },
            x.Shape);
    }
}
