using Prover.Proving.Circuits;
using Prover.Proving.Witness;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Circuits;
using static Prover.Verifier.Artefacts.MalformedArtefactException;

namespace Prover.Proving.Artefacts;

/// <summary>
/// Decodes a network (SPEC §8.6). References and sizes are checked; whether the program computes a witness of the circuit shows
/// when it runs.
/// </summary>
public static class NetworkReader
{
    private const int MaximumLayers = 1 << 16;

    /// <summary>Reads a network.</summary>
    /// <exception cref="MalformedArtefactException">The bytes are not a network within the limits.</exception>
    public static Network Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new MessagePackReader(bytes);
        reader.ReadArrayHeaderOf(6);
        Circuit circuit = CircuitReader.Read(reader.ReadBytes(CircuitLimits.Bytes));
        int[][] values = ReadValues(ref reader, circuit);
        ThrowIf(FixedTables.Of(circuit, values)?.Digest != circuit.Tables, "the fixed tensors have other values than the circuit names");
        var steps = new WitnessStep[reader.ReadArrayHeader(MaximumLayers)];
        for (int i = 0; i < steps.Length; i++) steps[i] = ReadStep(ref reader, circuit);
        var inputs = new NetworkInput[reader.ReadArrayHeader(CircuitLimits.Tensors)];
        for (int i = 0; i < inputs.Length; i++) inputs[i] = ReadInput(ref reader, circuit);
        var outputs = new NetworkOutput[reader.ReadArrayHeader(CircuitLimits.Tensors)];
        for (int i = 0; i < outputs.Length; i++) outputs[i] = ReadOutput(ref reader, circuit);
        var layers = new LayerStatistics[reader.ReadArrayHeader(MaximumLayers)];
        for (int i = 0; i < layers.Length; i++) layers[i] = ReadLayer(ref reader);
        reader.Finish();
        var network = new Network(circuit, values, steps, inputs, outputs, new(layers));
        CheckVisibility(network);
        return network;
    }

    private static int[][] ReadValues(ref MessagePackReader reader, Circuit circuit)
    {
        reader.ReadArrayHeaderOf(circuit.Tensors.Length);
        int[][] values = new int[circuit.Tensors.Length][];
        for (int i = 0; i < values.Length; i++)
        {
            CommittedTensor tensor = circuit.Tensors[i];
            int count = tensor.Vector == CommittedVector.Model ? (int)tensor.Count : 0;
            values[i] = PackedIntegers.Read(ref reader, count);
            ThrowIf(values[i].Length != count, $"tensor {tensor.Name} has {values[i].Length} values instead of {count}");
        }
        return values;
    }

    private static WitnessStep ReadStep(ref MessagePackReader reader, Circuit circuit)
    {
        int length = reader.ReadArrayHeader(2 + 7);
        ThrowIf(length < 2, "a step of the witness has no name");
        var kind = (WitnessStepKind)reader.ReadInt32((int)WitnessStepKind.Commit, (int)WitnessStepKind.Unary);
        string node = reader.ReadString(CircuitLimits.NameBytes);
        int[] numbers = new int[length - 2];
        for (int i = 0; i < numbers.Length; i++) numbers[i] = reader.ReadInt32();
        return WitnessStepEncoding.Decode(kind, node, numbers, circuit);
    }

    private static NetworkInput ReadInput(ref MessagePackReader reader, Circuit circuit)
    {
        reader.ReadArrayHeaderOf(7);
        string name = reader.ReadString(CircuitLimits.NameBytes);
        int tensor = ReadTensor(ref reader, circuit);
        int[] shape = ReadShape(ref reader, circuit.Tensors[tensor]);
        int zeroPoint = reader.ReadInt32(), low = reader.ReadInt32(), high = reader.ReadInt32();
        return new(name, tensor, shape, zeroPoint, low, high, ReadVisibility(ref reader));
    }

    private static NetworkOutput ReadOutput(ref MessagePackReader reader, Circuit circuit)
    {
        reader.ReadArrayHeaderOf(7);
        string name = reader.ReadString(CircuitLimits.NameBytes);
        int tensor = ReadTensor(ref reader, circuit);
        int[] shape = ReadShape(ref reader, circuit.Tensors[tensor]);
        int zeroPoint = reader.ReadInt32(), low = reader.ReadInt32(), high = reader.ReadInt32();
        return new(name, tensor, shape, zeroPoint, low, high, ReadVisibility(ref reader));
    }

    private static TensorVisibility ReadVisibility(ref MessagePackReader reader) =>
        (TensorVisibility)reader.ReadInt32((int)TensorVisibility.Public, (int)TensorVisibility.Hashed);

    /// <summary>The network must call hashed and public what the circuit does, since the prover commits by it.</summary>
    private static void CheckVisibility(Network network)
    {
        int[] sources = network.HashedSources;
        ThrowIf(
            sources.Length != network.Circuit.Hashed.Length
            || sources.Where((tensor, i) => network.Circuit.Tensors[tensor].Count != network.Circuit.Hashed[i].Count).Any(),
            "the circuit has other hashed tensors than the network");
        // Tensor by tensor: the statement shows what the circuit calls public, people see what the network does.
        (bool, string, int)[] publics =
        [
            .. network.Inputs.Where(input => input.Visibility == TensorVisibility.Public).Select(input => (true, input.Name, input.Tensor)),
            .. network.Outputs.Where(output => output.Visibility == TensorVisibility.Public)
                .Select(output => (false, output.Name, output.Tensor)),
        ];
        ThrowIf(
            !publics.SequenceEqual(network.Circuit.Publics.Select(tensor => (tensor.IsInput, tensor.Name, tensor.Tensor))),
            "the circuit has other public tensors than the network");
    }

    private static int ReadTensor(ref MessagePackReader reader, Circuit circuit)
    {
        int tensor = reader.ReadInt32(0, circuit.Tensors.Length - 1);
        ThrowIf(circuit.Tensors[tensor].Vector != CommittedVector.Witness, $"tensor {tensor} is not of the witness");
        return tensor;
    }

    private static int[] ReadShape(ref MessagePackReader reader, CommittedTensor tensor)
    {
        int[] shape = new int[reader.ReadArrayHeader(4 * CircuitLimits.Rank)];
        long count = 1;
        for (int axis = 0; axis < shape.Length; axis++)
        {
            shape[axis] = reader.ReadInt32(1, int.MaxValue);
            count *= shape[axis];
            ThrowIf(count > tensor.Count, $"a shape has more elements than tensor {tensor.Name}");
        }
        ThrowIf(count != tensor.Count, $"a shape has fewer elements than tensor {tensor.Name}");
        return shape;
    }

    private static LayerStatistics ReadLayer(ref MessagePackReader reader)
    {
        reader.ReadArrayHeaderOf(7);
        string node = reader.ReadString(CircuitLimits.NameBytes);
        long parameters = reader.ReadInt64(0, long.MaxValue), products = reader.ReadInt64(0, long.MaxValue);
        int contractions = reader.ReadInt32(0, int.MaxValue);
        long lookups = reader.ReadInt64(0, long.MaxValue), rows = reader.ReadInt64(0, long.MaxValue);
        return new(node, parameters, products, contractions, lookups, rows, reader.ReadInt64(0, long.MaxValue));
    }
}
