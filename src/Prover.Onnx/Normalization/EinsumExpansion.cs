using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Normalization;

/// <summary>
/// Einsum of one or two operands as Transpose, Reshape and MatMul: common indices of the result are the batch, those that are
/// summed over are the inner axis.
/// </summary>
internal sealed class EinsumExpansion
{
    private readonly NormalizationContext context;
    private readonly GraphNode node;
    private readonly NodeReplacement target;
    private readonly Dictionary<char, int> sizes = [];

    private EinsumExpansion(NormalizationContext context, GraphNode node)
    {
        this.context = context;
        this.node = node;
        target = new NodeReplacement(context, node);
    }

    /// <summary>Applies the rule; equations of other forms are added to the problems.</summary>
    internal static void Apply(NormalizationContext context)
    {
        foreach (GraphNode node in context.Graph.Nodes.Where(static node => node.Is("Einsum")).ToList())
        {
            string equation = node.Attributes.Text("equation", string.Empty).Replace(" ", string.Empty, StringComparison.Ordinal);
            string[] sides = equation.Split("->");
            string[] operands = sides[0].Split(',');
            bool plain = equation.All(static c => char.IsAsciiLetter(c) || c is ',' or '-' or '>') && operands.Length is 1 or 2
                && operands.Length == node.Inputs.Count && operands.All(static o => o.Distinct().Count() == o.Length);
            if (!plain)
            {
                context.Problems.Add(node.Unsupported($"the equation {equation}", "write it with MatMul and Transpose"));
                continue;
            }

            string implied = string.Concat(sides[0].Where(char.IsAsciiLetter).GroupBy(static c => c).Where(static g => g.Count() == 1)
                .Select(static g => g.Key).Order());
            new EinsumExpansion(context, node).Expand(operands, sides.Length > 1 ? sides[1] : implied);
        }
    }

    private void Expand(string[] operands, string result)
    {
        string[] values = new string[operands.Length];
        for (int i = 0; i < operands.Length; i++)
        {
            int[] shape = context.Shape(node.Input(i));
            for (int axis = 0; axis < shape.Length; axis++)
            {
                sizes[operands[i][axis]] = shape[axis];
            }

            string others = result + string.Concat(operands.Where((_, j) => j != i));
            (values[i], operands[i]) = Sum(node.Input(i), operands[i], others);
        }

        if (operands.Length == 1)
        {
            target.Commit(Order(values[0], operands[0], result));
            return;
        }

        string batch = Common(operands[0], operands[1], result.Contains);
        string inner = Common(operands[0], operands[1], index => !result.Contains(index));
        string left = string.Concat(operands[0].Where(index => !operands[1].Contains(index)));
        string right = string.Concat(operands[1].Where(index => !operands[0].Contains(index)));
        string a = Matrix(Order(values[0], operands[0], batch + left + inner), batch, left, inner);
        string b = Matrix(Order(values[1], operands[1], batch + inner + right), batch, inner, right);
        string product = target.Reshape(target.Node("MatMul", a, b), [.. (batch + left + right).Select(index => (long)sizes[index])]);
        target.Commit(Order(product, batch + left + right, result));
    }

    private static string Common(string left, string right, Func<char, bool> condition) =>
        string.Concat(left.Where(index => right.Contains(index) && condition(index)));

    /// <summary>Sums over indices that occur nowhere else.</summary>
    private (string Value, string Indices) Sum(string value, string indices, string others)
    {
        long[] axes = [.. Enumerable.Range(0, indices.Length).Where(i => !others.Contains(indices[i])).Select(static i => (long)i)];
        return axes.Length == 0
            ? (value, indices)
            : (target.Node("ReduceSum", NodeAttributes.Empty.With("keepdims", 0), value, target.Integers("axes", axes)),
                string.Concat(indices.Where(others.Contains)));
    }

    private string Order(string value, string from, string to) =>
        from == to ? value : target.Transpose(value, [.. to.Select(index => from.IndexOf(index, StringComparison.Ordinal))]);

    private string Matrix(string value, string batch, string rows, string columns)
    {
        long Size(string indices) => DenseTensor.ElementCount([.. indices.Select(index => sizes[index])]);
        return batch.Length == 0
            ? target.Reshape(value, Size(rows), Size(columns))
            : target.Reshape(value, Size(batch), Size(rows), Size(columns));
    }
}
