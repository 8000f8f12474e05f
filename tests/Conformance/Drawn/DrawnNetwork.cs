using Prover.Onnx.Tensors;
using Prover.Onnx.Tests.Support;

namespace Prover.Conformance.Tests.Drawn;

/// <summary>Writes a small quantised network of random layers; equal seeds give equal networks.</summary>
internal sealed class DrawnNetwork
{
    private const int GreatestLayers = 6, GreatestElements = 600;
    private static readonly int[] Opsets = [11, 12, 13, 15, 17, 18, 19, 21];
    private readonly Random random;
    private readonly DrawnLayers layers;
    private readonly List<DrawnTensor> tensors = [];
    private readonly Dictionary<string, DenseTensor> inputs = [];

    private DrawnNetwork(int seed)
    {
        random = new Random(seed);
        int opset = Opsets[random.Next(Opsets.Length)];
        Model = new TestModel(opset);
        layers = new DrawnLayers(Model, random, opset);
    }

    /// <summary>The model.</summary>
    public TestModel Model { get; }

    /// <summary>Its inputs.</summary>
    public Dictionary<string, DenseTensor> Inputs => inputs;

    /// <summary>The network of a seed.</summary>
    public static DrawnNetwork Of(int seed)
    {
        var network = new DrawnNetwork(seed);
        network.Build();
        return network;
    }

    private void Build()
    {
        int[] shape = random.Next(2) == 0 ? [1, random.Next(1, 5), random.Next(3, 8), random.Next(3, 8)]
            : random.Next(2) == 0 ? [1, random.Next(2, 7), random.Next(2, 9)] : [1, random.Next(2, 20)];
        for (int i = random.Next(1, 3); i > 0; i--)
        {
            AddInput(shape);
        }

        for (int i = random.Next(2, GreatestLayers + 1); i > 0; i--)
        {
            DrawnTensor x = tensors[^1].IsUsed && random.Next(3) == 0 ? tensors[random.Next(tensors.Count)] : tensors[^1];
            DrawnTensor[] others = [.. tensors.Where(other => other != x && other.Shape.AsSpan().SequenceEqual(x.Shape))];
            DrawnTensor? y = layers.Apply(x, others.Length == 0 ? null : others[random.Next(others.Length)]);
            if (y is not null && y.Count <= GreatestElements) tensors.Add(y);
        }

        foreach (DrawnTensor end in tensors.Where(static tensor => !tensor.IsUsed && !tensor.IsInput).DefaultIfEmpty(tensors[^1]))
        {
            Model.Output(end.IsInput ? layers.Closed(Model.Node("Relu", [end.Name]), end).Name : end.Name);
        }
    }

    private void AddInput(int[] shape)
    {
        string name = Model.Input($"x{inputs.Count}", TensorElementType.Float, shape);
        float[] values = [.. Enumerable.Range(0, DenseTensor.ElementCount(shape)).Select(_ => (2.2f * random.NextSingle()) - 1.1f)];
        inputs[name] = DenseTensor.Create(values, shape);
        tensors.Add(layers.Closed(name, new DrawnTensor(name, shape, 1)) with { IsInput = true });
    }
}
