using Prover.Onnx.Graphs;
using Prover.Onnx.Movement;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Heads;

/// <summary>Writes rearrangements as Reshape, Transpose and Gather, each with constants only.</summary>
internal static class MoveWriter
{
    /// <summary>Adds the steps of one rearrangement.</summary>
    /// <param name="target">The graph that gets the nodes.</param>
    /// <param name="names">The graph whose names are in use.</param>
    /// <param name="node">The node that they stand for.</param>
    /// <param name="move">The rearrangement.</param>
    /// <param name="source">The value that is rearranged.</param>
    /// <param name="output">The name of the result.</param>
    internal static void Add(ModelGraph target, ModelGraph names, GraphNode node, TensorMove move, string source, string output)
    {
        for (int step = 0; step < move.Steps.Count; step++)
        {
            string result = step + 1 < move.Steps.Count ? names.FreshName(output + "/step") : output;
            AddStep(target, names, node, move.Steps[step], source, result);
            source = result;
        }

        if (move.Steps.Count == 0)
        {
            target.Nodes.Add(new GraphNode(node.Name, string.Empty, "Identity", [source], [output], NodeAttributes.Empty));
        }
    }

    private static void AddStep(ModelGraph target, ModelGraph names, GraphNode node, MoveStep step, string source, string result)
    {
        string[] inputs = [source];
        NodeAttributes attributes = NodeAttributes.Empty;
        if (step.Kind == MoveKind.Transpose)
        {
            attributes = attributes.With("perm", Array.ConvertAll(step.Numbers, static axis => (long)axis));
        }
        else
        {
            string numbers = names.FreshName(result + "/numbers");
            target.Constants[numbers] = DenseTensor.Create(
                Array.ConvertAll(step.Numbers, static number => (long)number), step.Numbers.Length);
            inputs = [source, numbers];
            attributes = step.Kind == MoveKind.Gather ? attributes.With("axis", step.Axis) : attributes;
        }

        target.Nodes.Add(new GraphNode(node.Name, string.Empty, step.Kind.ToString(), inputs, [result], attributes));
    }
}
