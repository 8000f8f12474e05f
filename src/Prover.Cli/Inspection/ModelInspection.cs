using System.Text.Json.Nodes;
using Prover.Cli.Output;
using Prover.Onnx.Artefacts;
using Prover.Onnx.Compilation;
using Prover.Proving.Circuits;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Circuits;
using Prover.Verifier.Layouts;

namespace Prover.Cli.Inspection;

/// <summary>Compiled models in words: inputs, outputs, layers.</summary>
internal static class ModelInspection
{
    /// <summary>A circuit.</summary>
    public static CommandResult OfCircuit(CompiledModel model, long bytes) =>
        Describe(model, bytes, new JsonObject { ["kind"] = "circuit" }, TextTable.Fields().Add("kind", "circuit (compiled model)"));

    /// <summary>A proving key.</summary>
    public static CommandResult OfProvingKey(ProvingKeyFile key, long bytes) => Describe(
        key.Model,
        bytes,
        new JsonObject
        {
            ["kind"] = "proving_key",
            ["profile"] = key.Profile,
            ["model_id"] = key.ModelId.ToString(),
            ["proofs_begun"] = key.ProofsBegun,
            ["proofs_left"] = key.Seed.IsEmpty ? null : Left(key),
        },
        TextTable.Fields().Add("kind", $"proving key, profile P{key.Profile}").Add("model id", key.ModelId.ToString())
            .Add("proofs begun", key.Seed.IsEmpty ? "not counted: weights are public" : Begun(key)));

    private static int Left(ProvingKeyFile key)
    {
        int budget = key.Model.Network.Circuit.ModelProofs;
        return budget - (int)Math.Min((ulong)budget, key.ProofsBegun);
    }

    /// <summary>A key that has begun all its proofs has one use more, for a refresh proof (SPEC §8.10).</summary>
    private static string Begun(ProvingKeyFile key)
    {
        int budget = key.Model.Network.Circuit.ModelProofs;
        string refresh = key.ProofsBegun > (ulong)budget ? ", and the refresh proof" : "";
        return $"{Quantity.Count(budget - Left(key))} of {Quantity.Count(budget)}{refresh}; {Quantity.Count(Left(key))} left";
    }

    private static CommandResult Describe(CompiledModel model, long bytes, JsonObject json, TextTable head)
    {
        Network network = model.Network;
        NetworkStatistics size = network.Statistics;
        var layout = new CircuitLayout(network.Circuit);
        string digest = CircuitDigest.Of(network.Circuit).ToString();
        json["bytes"] = bytes;
        json["circuit_digest"] = digest;
        Secrecy.AddTo(json, network.Circuit);
        json["nodes"] = model.NodeCount;
        json["inputs"] = new JsonArray([.. model.Inputs.Zip(network.Inputs).Select(pair => (JsonNode)Input(pair.First, pair.Second))]);
        json["outputs"] = new JsonArray([.. network.Outputs.Select(output => (JsonNode)Output(output))]);
        json["parameters"] = size.Parameters;
        json["products"] = size.Products;
        json["lookups"] = size.Lookups;
        json["table_rows"] = size.TableRows;
        json["committed_elements"] = size.Committed;
        json["contractions"] = size.Contractions;
        json["claims"] = Claims(network.Circuit);
        json["leaves_log2"] = layout.LogLeaves;
        json["model_columns"] = layout.ModelColumns;
        json["witness_columns"] = layout.WitnessColumns;
        json["rows_log2"] = layout.LogRows;
        json["layers"] = new JsonArray([.. size.Layers.Select(layer => (JsonNode)Layer(layer, network.Circuit))]);
        json["notes"] = new JsonArray([.. model.Notes.Select(note => (JsonNode)note)]);
        head.Add("file", Quantity.Bytes(bytes))
            .Add("circuit digest", digest)
            .Add(Secrecy.Field, Secrecy.Words(network.Circuit))
            .Add("nodes", Quantity.Count(model.NodeCount))
            .Add("parameters", Quantity.Count(size.Parameters))
            .Add("products", Quantity.Count(size.Products))
            .Add("fraction tree", $"{Quantity.Count(layout.LeafCount)} of 2^{layout.LogLeaves} leaves")
            .Add("commitment", $"{layout.ModelColumns} model and {layout.WitnessColumns} witness columns of 2^{layout.LogRows} elements")
            .Add("claims", $"{Claims(network.Circuit)} on the committed vectors");
        AuditView.AddTo(json, head, network.Circuit);
        return new(json, [.. head.Lines(), .. Interface(model), .. Layers(size, network.Circuit).Lines(), .. Notes(model)]);
    }

    /// <summary>
    /// Out-of-domain sample, leaf numerators and denominators, two operands, constraints, public tensors, and if messages are hidden
    /// five claims on pads (SPEC §5.6); those of an audit are left out.
    /// </summary>
    private static int Claims(Circuit circuit) =>
        5 + (circuit.Hiding ? 5 : 0) + (2 * circuit.Hashed.Length) + circuit.Constraints.Length + circuit.Publics.Length;

    private static IEnumerable<string> Interface(CompiledModel model)
    {
        foreach ((InputQuantization input, NetworkInput stored) in model.Inputs.Zip(model.Network.Inputs))
        {
            yield return $"  input  {stored.Name}: {input.Input.ElementType} {Quantity.Shape(stored.Shape)}, "
                + $"{VisibilityView.Words(stored.Visibility, model.Network.Circuit.Hiding)}, "
                + $"quantised {stored.Low} to {stored.High}, zero point {stored.ZeroPoint}"
                + (input.Scale > 0 ? $", scale {Quantity.Number(input.Scale)}" : "");
        }
        foreach (NetworkOutput output in model.Network.Outputs)
        {
            yield return $"  output {output.Name}: {Quantity.Shape(output.Shape)}, "
                + $"{VisibilityView.Words(output.Visibility, model.Network.Circuit.Hiding)}, quantised {output.Low} to {output.High}, "
                + $"zero point {output.ZeroPoint}";
        }
    }

    private static TextTable Layers(NetworkStatistics size, Circuit circuit)
    {
        TextTable table = new(false, false, true, true, true, true, true);
        table.Add("layer", "rows", "parameters", "products", "lookups", "table rows", "committed");
        foreach (LayerStatistics layer in size.Layers)
        {
            table.Add(
                layer.Node,
                ShapeOf(layer.Node, circuit) is { } shape ? Quantity.Shape(shape) : "",
                Quantity.Count(layer.Parameters),
                Quantity.Count(layer.Products),
                Quantity.Count(layer.Lookups),
                Quantity.Count(layer.TableRows),
                Quantity.Count(layer.Committed));
        }
        return table.Add(
            "all",
            "",
            Quantity.Count(size.Parameters),
            Quantity.Count(size.Products),
            Quantity.Count(size.Lookups),
            Quantity.Count(size.TableRows),
            Quantity.Count(size.Committed));
    }

    private static int[]? ShapeOf(string node, Circuit circuit) =>
        circuit.Rows.FirstOrDefault(rows => !rows.IsTable && rows.Name == node)?.Axes;

    private static IEnumerable<string> Notes(CompiledModel model) => model.Notes.Select(note => $"note: {note}");

    private static JsonObject Input(InputQuantization input, NetworkInput stored) => new()
    {
        ["name"] = stored.Name,
        ["type"] = input.Input.ElementType.ToString(),
        ["shape"] = Numbers(stored.Shape),
        ["public"] = stored.Visibility == TensorVisibility.Public,
        ["visibility"] = VisibilityView.Word(stored.Visibility),
        ["scale"] = input.Scale,
        ["zero_point"] = stored.ZeroPoint,
        ["low"] = stored.Low,
        ["high"] = stored.High,
    };

    private static JsonObject Output(NetworkOutput output) => new()
    {
        ["name"] = output.Name,
        ["visibility"] = VisibilityView.Word(output.Visibility),
        ["shape"] = Numbers(output.Shape),
        ["zero_point"] = output.ZeroPoint,
        ["low"] = output.Low,
        ["high"] = output.High,
    };

    private static JsonObject Layer(LayerStatistics layer, Circuit circuit) => new()
    {
        ["node"] = layer.Node,
        ["rows"] = ShapeOf(layer.Node, circuit) is { } shape ? Numbers(shape) : null,
        ["parameters"] = layer.Parameters,
        ["products"] = layer.Products,
        ["contractions"] = layer.Contractions,
        ["lookups"] = layer.Lookups,
        ["table_rows"] = layer.TableRows,
        ["committed_elements"] = layer.Committed,
    };

    private static JsonArray Numbers(int[] values) => new([.. values.Select(value => (JsonNode)value)]);
}
