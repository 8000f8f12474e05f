using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Quantization;

/// <summary>
/// Places quantisation around elementwise operators: what follows an accumulator must be non-decreasing, everything else is a table
/// of at most two quantised values.
/// </summary>
/// <param name="state">What is known and decided.</param>
internal sealed class ElementwisePlacement(PlacementState state)
{
    private const int LargestSourceCount = 2;

    /// <summary>A function of one value.</summary>
    internal ValueForm Unary(GraphNode node, bool increasing)
    {
        string x = node.Input(0);
        if (state.Form(x).Kind == FormKind.Real || (state.Form(x).Kind == FormKind.Accumulated && !increasing))
        {
            state.Mark(x);
        }

        return state.Form(x).Kind == FormKind.Quantized
            ? new ValueForm(FormKind.Elementwise, state.Form(x).Sources)
            : state.Form(x) with { IsFresh = false };
    }

    /// <summary>A function of several values, constants among them.</summary>
    internal ValueForm Combine(GraphNode node)
    {
        List<int> operands = [.. Enumerable.Range(0, node.Inputs.Count)
            .Where(slot => state.Form(node.Input(slot)).Kind != FormKind.Constant)];
        foreach (string value in operands.Select(node.Input).Where(value => state.Form(value).Kind == FormKind.Real))
        {
            state.Mark(value);
        }

        return operands is [var only] ? CombineWithConstants(node, only) : CombineOperands(node, operands);
    }

    private ValueForm CombineOperands(GraphNode node, List<int> operands)
    {
        foreach (string value in operands.Select(node.Input))
        {
            if (state.Form(value) is { Kind: FormKind.Accumulated } or { ConstantAxis: not null })
            {
                state.Mark(value);
            }
        }

        string[] Sources() => [.. operands.SelectMany(slot => state.Form(node.Input(slot)).Sources).Distinct()];
        foreach (string value in operands.Select(node.Input).OrderByDescending(value => state.Form(value).Sources.Count).ToList())
        {
            if (Sources().Length > LargestSourceCount)
            {
                state.Mark(value);
            }
        }

        return new ValueForm(FormKind.Elementwise, Sources());
    }

    private ValueForm CombineWithConstants(GraphNode node, int slot)
    {
        string x = node.Input(slot);
        int? axis = null;
        bool simple = state.Info.TryGetValue(node.Output, out TensorInfo? output) && state.Info.TryGetValue(x, out TensorInfo? operand)
            && output.Shape.AsSpan().SequenceEqual(operand.Shape);
        foreach (DenseTensor constant in node.Inputs.Select(state.Graph.Constant).OfType<DenseTensor>().Where(static c => c.Length != 1))
        {
            int[] longAxes = [.. Enumerable.Range(0, constant.Shape.Length).Where(i => constant.Shape[i] != 1)];
            int? only = longAxes is [var one] && output is not null ? one + output.Shape.Length - constant.Shape.Length : null;
            simple &= only is not null && (axis is null || axis == only);
            axis = only;
        }

        if (!simple)
        {
            return CombineWithTensor(node, slot);
        }

        ValueForm form = state.Form(x);
        if (form.Kind == FormKind.Accumulated && (axis is null || axis == form.ChannelAxis) && IsIncreasing(node, slot))
        {
            return form with { IsFresh = form.IsFresh && node.Is("Add") };
        }

        bool otherAxis = axis is not null && (form.Sources.Count > 1 || (form.ConstantAxis is { } own && own != axis));
        if (form.Kind == FormKind.Accumulated || otherAxis)
        {
            state.Mark(x);
            form = state.Form(x);
        }

        return new ValueForm(FormKind.Elementwise, form.Sources) { ConstantAxis = axis ?? form.ConstantAxis };
    }

    /// <summary>A constant that is not a number or a vector along one axis takes part as an 8-bit tensor of its own.</summary>
    private ValueForm CombineWithTensor(GraphNode node, int slot)
    {
        state.Mark(node.Input(slot));
        for (int other = 0; other < node.Inputs.Count; other++)
        {
            if (other != slot && state.Graph.Constant(node.Input(other)) is { Data: float[], Length: > 1 })
            {
                state.Placement.QuantizedConstants.Add((node, other));
            }
        }

        node.Outputs.ForEach(state.Mark);
        return new ValueForm(FormKind.Elementwise, state.Form(node.Input(slot)).Sources);
    }

    /// <summary>Whether a node with one operand that is not constant is non-decreasing in it.</summary>
    private bool IsIncreasing(GraphNode node, int slot)
    {
        switch (node.OperatorName)
        {
            case "Add" or "Min" or "Max" or "Sum":
                return true;
            case "Sub":
                return slot == 0;
            case "Mul" or "Div":
                bool positive = state.Graph.Constant(node.Input(1 - slot)) is { Data: float[] values }
                    && Array.TrueForAll(values, static v => v > 0);
                return positive && (slot == 0 || node.Is("Mul"));
            default:
                return false;
        }
    }
}
