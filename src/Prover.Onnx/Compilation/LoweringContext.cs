using Prover.Onnx.Arithmetic;
using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Compilation;

/// <summary>What operators see while they are turned into layers: the graph, the values so far, the network under construction.</summary>
internal sealed class LoweringContext
{
    private readonly Dictionary<string, NetworkValue> values = [];
    private readonly Dictionary<Accumulator, Activation> committed = [];

    /// <summary>Creates the context for one graph.</summary>
    internal LoweringContext(ModelGraph graph, int batch, bool hidesModel)
    {
        Builder = new NetworkBuilder(hidesModel);
        Graph = graph;
        Batch = batch;
    }

    /// <summary>The graph.</summary>
    internal ModelGraph Graph { get; }

    /// <summary>How many times the model's own batch one proof holds.</summary>
    internal int Batch { get; }

    /// <summary>The network under construction.</summary>
    internal NetworkBuilder Builder { get; }

    /// <summary>How float inputs are quantised, in the order of the network's inputs.</summary>
    internal List<InputQuantization> InputQuantizations { get; } = [];

    /// <summary>The quantised forms of float inputs by name.</summary>
    internal Dictionary<string, Activation> QuantizedInputs { get; } = [];

    /// <summary>Layers whose result may differ from ONNX Runtime's by one step, with the reason.</summary>
    internal List<string> Notes { get; } = [];

    /// <summary>Says of constants that they are not hidden, where the model's weights are (SPEC §11.9).</summary>
    internal void NoteShown(GraphNode node, string constants)
    {
        if (Builder.HidesModel)
        {
            Notes.Add($"{node.Name} ({node.OperatorName}): private weights do not hide {constants}");
        }
    }

    /// <summary>What the verifier sees of inputs and outputs.</summary>
    internal VisibilityRules Visibility { get; init; } = new();

    /// <summary>The value of a name.</summary>
    internal NetworkValue Value(string name) => values.TryGetValue(name, out NetworkValue? value)
        ? value
        : values[name] = new ConstantValue(Graph.Constants[name]);

    /// <summary>Defines a name.</summary>
    internal void Define(string name, NetworkValue value) => values[name] = value;

    /// <summary>Whether an optional input is given.</summary>
    internal static bool Has(GraphNode node, int slot) => node.Input(slot).Length > 0;

    /// <summary>The value of an input slot.</summary>
    internal NetworkValue Input(GraphNode node, int slot) => Value(node.Input(slot));

    /// <summary>A constant input.</summary>
    /// <exception cref="UnsupportedOperatorException">It is computed at run time.</exception>
    internal DenseTensor Constant(GraphNode node, int slot) => Input(node, slot) is ConstantValue { Tensor: var tensor }
        ? tensor
        : throw new UnsupportedOperatorException($"input {slot} ({node.Input(slot)}) must be a constant");

    /// <summary>A constant list of integers: from an input slot if given there, else from an attribute, else null.</summary>
    internal int[]? Integers(GraphNode node, int slot, string attribute) => Has(node, slot)
        ? Array.ConvertAll(Constant(node, slot).ToInt64(), static value => (int)Math.Clamp(value, int.MinValue, int.MaxValue))
        : node.Attributes.Ints(attribute);

    /// <summary>Constant floats.</summary>
    internal float[] Floats(GraphNode node, int slot) => Constant(node, slot).Data is float[] floats
        ? floats
        : throw new UnsupportedOperatorException($"input {slot} ({node.Input(slot)}) must be float32");

    /// <summary>Constant scales, one or several, all positive.</summary>
    internal float[] Scales(GraphNode node, int slot)
    {
        float[] scales = Floats(node, slot);
        return scales.Length > 0 && Array.TrueForAll(scales, static scale => scale > 0 && float.IsFinite(scale))
            ? scales
            : throw new UnsupportedOperatorException($"input {slot} ({node.Input(slot)}) must hold positive scales");
    }

    /// <summary>A constant scale of one element.</summary>
    internal float Scale(GraphNode node, int slot) => Floats(node, slot) is [var scale] && scale > 0 && float.IsFinite(scale)
        ? scale
        : throw new UnsupportedOperatorException($"input {slot} ({node.Input(slot)}) must be one positive scale");

    /// <summary>A constant zero point of one element with its type; an omitted one is 0 of the given type.</summary>
    internal QuantizedRange Range(GraphNode node, int slot, TensorElementType absent)
    {
        if (!Has(node, slot))
        {
            return new QuantizedRange(absent, 0);
        }

        DenseTensor zero = Constant(node, slot);
        return zero.Length == 1 && QuantizedRange.Holds(zero.ElementType)
            ? new QuantizedRange(zero.ElementType, (int)zero.ToInt64()[0])
            : throw new UnsupportedOperatorException($"input {slot} ({node.Input(slot)}) must be one zero point of 8 or 16 bits");
    }

    /// <summary>An input of 8 or 16 bits as an activation with the given zero point.</summary>
    internal Activation Activation(GraphNode node, int slot, int zeroPoint) => Input(node, slot) switch
    {
        QuantizedValue quantized => WithZeroPoint(node, quantized.X, zeroPoint),
        ConstantValue { Tensor: var tensor } when QuantizedRange.Holds(tensor.ElementType) => Builder.Constant(
            node.Name, tensor.Shape, tensor.ToInt32(), zeroPoint, QuantizedRange.Of(tensor)),
        _ => throw new UnsupportedOperatorException($"input {slot} ({node.Input(slot)}) must be a tensor of 8 or 16 bits"),
    };

    /// <summary>The element type of a value.</summary>
    internal static TensorElementType TypeOf(NetworkValue value) => value switch
    {
        QuantizedValue quantized => quantized.ElementType,
        ConstantValue constant => constant.Tensor.ElementType,
        RealValue real => real.ElementType,
        _ => TensorElementType.Float,
    };

    /// <summary>An accumulator as a tensor of the proof, committed once.</summary>
    internal Activation Committed(Accumulator sum) =>
        committed.TryGetValue(sum, out Activation? x) ? x : committed[sum] = Builder.Commit(sum);

    /// <summary>The element type of an 8-bit input.</summary>
    internal TensorElementType ElementType(GraphNode node, int slot) => Input(node, slot) switch
    {
        QuantizedValue quantized => quantized.ElementType,
        ConstantValue constant => constant.Tensor.ElementType,
        _ => TensorElementType.UInt8,
    };

    /// <summary>The same quantised values stored with another zero point; a copy only where that differs.</summary>
    internal Activation WithZeroPoint(GraphNode node, Activation x, int zeroPoint) =>
        x.ZeroPoint == zeroPoint ? x : Builder.Unary(node.Name, x, static q => q, zeroPoint);
}
