using System.Text.Json.Nodes;
using Google.Protobuf;
using Prover.Cli.Tests.ShippedModels;
using Prover.Onnx.Model;
using Prover.Onnx.Tensors;

namespace Prover.Cli.Tests.Commands;

/// <summary>`plan` predicts what `prove` then needs, and names everything that cannot be proven.</summary>
[Collection(CommandCollection.Name)]
public class PlanVerbTests(ProvenModel model)
{
    [Fact]
    public void A_plan_knows_the_circuit_and_predicts_the_proof()
    {
        JsonObject json = CommandRun.Success("plan", model.Onnx, "--json").Json;
        Assert.True((bool)json["supported"]!);
        Assert.Equal(101_770, (long)json["parameters"]!);
        JsonNode[] nodes = [.. json["nodes"]!.AsArray().Select(static node => node!)];
        Assert.Equal(101_770, nodes.Sum(static node => (long)node["parameters"]!));
        Assert.Equal((long)json["lookups"]!, nodes.Sum(static node => (long)node["lookups"]!));
        Assert.Equal(2, nodes.Count(static node => (string)node["operator"]! == "Gemm" && (long)node["products"]! > 0));
        double actual = new FileInfo(model.Proof).Length;
        Assert.InRange((double)json["proof_bytes"]!, 0.95 * actual, 1.05 * actual);
        Assert.InRange((double)json["prove_seconds"]!, 1e-4, 60);
        double phases = json["phases"]!.AsObject().Sum(static phase => (double)phase.Value!);
        Assert.Equal((double)json["prove_seconds"]!, phases, 1e-9);
        Assert.InRange((long)json["memory_bytes"]!, 50 << 20, 1 << 30);
        Assert.Equal(3, json["dominant"]!.AsArray().Count);
        // The machine is measured once: now the prediction is the same again.
        JsonObject again = CommandRun.Success("plan", model.Onnx, "--json").Json;
        Assert.Equal((double)json["prove_seconds"]!, (double)again["prove_seconds"]!);
        Assert.Contains("proving time", CommandRun.Success("plan", model.Onnx, "--verbose").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Stronger_security_and_larger_batches_make_larger_proofs()
    {
        double Size(params string[] options) =>
            (double)CommandRun.Success(["plan", model.Onnx, "--json", .. options]).Json["proof_bytes"]!;
        double plain = Size();
        Assert.True(Size("--security", "128") > plain);
        Assert.True(Size("--batch", "8") > plain);
    }

    [Fact]
    public void Every_unsupported_node_is_named_at_once()
    {
        var proto = ModelProto.Parser.ParseFrom(File.ReadAllBytes(model.Onnx));
        NodeProto[] layers = [.. proto.Graph.Node.Where(static node => node.OpType == "Gemm")];
        Assert.Equal(2, layers.Length);
        layers[0].OpType = "Det";
        layers[1].Attribute.Add(new AttributeProto { Name = "alpha", F = 2, Type = AttributeProto.Types.AttributeType.Float });
        foreach (NodeProto node in proto.Graph.Node.Where(static node => node.OpType == "Relu")) node.OpType = "Multinomial";
        string broken = model.Path("broken.onnx");
        File.WriteAllBytes(broken, proto.ToByteArray());
        CommandRun run = CommandRun.Of("plan", broken, "--json");
        Assert.Equal(3, run.Exit);
        Assert.False((bool)run.Json["supported"]!);
        string[] expected =
            [.. proto.Graph.Node.Where(static node => node.OpType is "Det" or "Multinomial").Select(static node => node.Name)];
        string[] named = [.. run.Json["unsupported"]!.AsArray().Select(static node => (string)node!)];
        Assert.All(expected, name => Assert.Contains(name, named));
        CommandRun text = CommandRun.Of("plan", broken);
        Assert.Equal(3, text.Exit);
        Assert.All(expected, name => Assert.Contains(name, text.Output, StringComparison.Ordinal));
    }

    [OnnxRuntimeTheory]
    [InlineData("Relu", true)]
    [InlineData("Loop", false)]
    public void A_float_model_is_planned_as_it_would_be_quantised(string op, bool isSupported)
    {
        var graph = new GraphProto { Name = "float" };
        graph.Input.Add(Describe("x", 1, 16));
        graph.Output.Add(Describe("z", 1, 4));
        float[] weights = [.. Enumerable.Range(0, 64).Select(static i => i - 31.5f)];
        graph.Initializer.Add(TensorProtoWriter.Write("w", DenseTensor.Create(weights, 16, 4)));
        var product = new NodeProto { Name = "product", OpType = "MatMul" };
        product.Input.AddRange(["x", "w"]);
        product.Output.Add("y");
        var last = new NodeProto { Name = "last", OpType = op };
        last.Input.Add("y");
        last.Output.Add("z");
        graph.Node.AddRange([product, last]);
        var proto = new ModelProto { IrVersion = 7, Graph = graph };
        proto.OpsetImport.Add(new OperatorSetIdProto { Domain = string.Empty, Version = 13 });
        string path = model.Path($"{op}.onnx");
        File.WriteAllBytes(path, proto.ToByteArray());
        CommandRun run = CommandRun.Of("plan", path, "--json");
        Assert.Equal(isSupported ? 0 : 3, run.Exit);
        Assert.Equal(isSupported, (bool)run.Json["supported"]!);
        if (isSupported)
        {
            Assert.True((bool)run.Json["quantised_for_plan"]!);
            Assert.InRange((long)run.Json["parameters"]!, 64, 80);
            return;
        }

        JsonNode node = run.Json["nodes"]!.AsArray().Single(static node => (string)node!["node"]! == "last")!;
        Assert.NotNull(node["reason"]);
        Assert.NotNull(node["remedy"]);
    }

    private static ValueInfoProto Describe(string name, params int[] shape)
    {
        var dimensions = new TensorShapeProto();
        dimensions.Dim.AddRange(shape.Select(static size => new TensorShapeProto.Types.Dimension { DimValue = size }));
        var type = new TypeProto.Types.Tensor { ElemType = (int)TensorElementType.Float, Shape = dimensions };
        return new() { Name = name, Type = new TypeProto { TensorType = type } };
    }
}
