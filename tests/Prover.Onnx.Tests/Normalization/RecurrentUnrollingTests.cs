using Prover.Onnx.Model;
using Prover.Onnx.Tensors;
using Prover.Onnx.Tests.Support;

namespace Prover.Onnx.Tests.Normalization;

public sealed class RecurrentUnrollingTests
{
    private const int Steps = 4;
    private const int Batch = 2;
    private const int Inputs = 3;
    private const int Hidden = 5;

    [OnnxRuntimeTheory]
    [MemberData(nameof(Cells))]
    public void A_recurrent_layer_becomes_its_steps(string op, string direction, string variant)
    {
        var c = new NormalizationCase(op.Length + direction.Length + variant.Length, variant == "old" ? 7 : 14);
        Build(c, op, direction, variant);
        foreach (string found in c.Normalized().Graph.Nodes.Select(static node => node.Operator))
        {
            Assert.DoesNotContain(found, new[] { "LSTM", "GRU", "RNN" });
        }

        IReadOnlyList<DenseTensor> expected = c.Model.RunReference([.. c.Inputs.Select(static pair => (pair.Key, pair.Value))]);
        NormalizationCase.AssertClose(expected, NormalizationCase.Run(c.Normalized().Graph, c.Inputs), 2e-5);
    }

    public static TheoryData<string, string, string> Cells()
    {
        var data = new TheoryData<string, string, string>();
        foreach (string op in new[] { "LSTM", "GRU", "RNN" })
        {
            foreach (string direction in new[] { "forward", "reverse", "bidirectional" })
            {
                foreach (string variant in new[] { "plain", "old", "state", "zero state", "clip", "lengths" })
                {
                    data.Add(op, direction, variant);
                }
            }
        }

        foreach (string direction in new[] { "forward", "bidirectional" })
        {
            data.Add("LSTM", direction, "peepholes");
            data.Add("LSTM", direction, "coupled");
            data.Add("GRU", direction, "reset after");
            data.Add("GRU", direction, "reset after, state");
        }

        foreach (string function in new[]
        {
            "Relu", "Affine", "LeakyRelu", "ThresholdedRelu", "ScaledTanh", "HardSigmoid", "Elu", "Softsign", "Softplus",
        })
        {
            data.Add("RNN", "forward", function);
        }

        data.Add("GRU", "bidirectional", "HardSigmoid");
        data.Add("LSTM", "bidirectional", "HardSigmoid");
        return data;
    }

    [OnnxRuntimeFact]
    public void Sequences_of_different_lengths_are_refused_by_name()
    {
        var c = new NormalizationCase(1, 14);
        string x = c.Input(Steps, Batch, Inputs);
        string lengths = c.Model.Constant(new[] { Steps, Steps - 1 }, Batch);
        string[] y = c.Model.Nodes(
            "GRU", [x, c.Weights(1, 3 * Hidden, Inputs), c.Weights(1, 3 * Hidden, Hidden), string.Empty, lengths], 2,
            ("hidden_size", Hidden));
        c.Model.Output(y[0]);
        UnsupportedNode node = Assert.Single(Assert.Throws<ModelNotSupportedException>(() => c.Normalized()).Nodes);
        Assert.Equal("GRU", node.Operator);
        Assert.Contains("lengths", node.Reason, StringComparison.Ordinal);
    }

    [OnnxRuntimeTheory]
    [InlineData("LSTM")]
    [InlineData("GRU")]
    public void The_batch_may_come_first(string op)
    {
        var batchFirst = new NormalizationCase(5, 14);
        var stepsFirst = new NormalizationCase(5, 14);
        string[] names = [batchFirst.Input(Batch, Steps, Inputs), stepsFirst.Input(Batch, Steps, Inputs)];
        int gates = op == "LSTM" ? 4 : 3;
        string[] Layer(NormalizationCase c, string x, int layout) => c.Model.Nodes(
            op, [x, c.Weights(1, gates * Hidden, Inputs), c.Weights(1, gates * Hidden, Hidden)], 2,
            ("hidden_size", Hidden), ("layout", layout));
        string[] y = Layer(batchFirst, names[0], 1);
        batchFirst.Model.Output(y[0]);
        batchFirst.Model.Output(y[1]);
        string transposed = stepsFirst.Model.Node("Transpose", [names[1]], ("perm", new[] { 1, 0, 2 }));
        y = Layer(stepsFirst, transposed, 0);
        stepsFirst.Model.Output(stepsFirst.Model.Node("Transpose", [y[0]], ("perm", new[] { 2, 0, 1, 3 })));
        stepsFirst.Model.Output(stepsFirst.Model.Node("Transpose", [y[1]], ("perm", new[] { 1, 0, 2 })));
        IReadOnlyList<DenseTensor> expected = stepsFirst.Model.RunReference(("x0", stepsFirst.Inputs["x0"]));

        NormalizationCase.AssertClose(expected, NormalizationCase.Run(batchFirst.Normalized().Graph, batchFirst.Inputs), 2e-5);
    }

    private static void Build(NormalizationCase c, string op, string direction, string variant)
    {
        int directions = direction == "bidirectional" ? 2 : 1;
        int gates = op switch { "LSTM" => 4, "GRU" => 3, _ => 1 };
        var attributes = new List<(string, object)> { ("hidden_size", Hidden), ("direction", direction) };
        string[] inputs =
        [
            c.Input(Steps, Batch, Inputs), c.Weights(directions, gates * Hidden, Inputs), c.Weights(directions, gates * Hidden, Hidden),
            variant == "plain" ? string.Empty : c.Weights(directions, 2 * gates * Hidden), string.Empty, string.Empty, string.Empty,
            string.Empty,
        ];
        switch (variant)
        {
            case "state" or "reset after, state":
                inputs[5] = c.Input(directions, Batch, Hidden);
                inputs[6] = op == "LSTM" ? c.Input(directions, Batch, Hidden) : string.Empty;
                break;
            case "zero state":
                inputs[5] = c.Model.Constant(new float[directions * Batch * Hidden], directions, Batch, Hidden);
                break;
            case "clip":
                attributes.Add(("clip", 0.75f));
                break;
            case "lengths":
                inputs[4] = c.Model.Constant(Enumerable.Repeat(Steps, Batch).ToArray(), Batch);
                break;
            case "peepholes":
                inputs[7] = c.Weights(directions, 3 * Hidden);
                break;
            case "coupled":
                attributes.Add(("input_forget", 1));
                break;
        }

        if (variant.StartsWith("reset", StringComparison.Ordinal))
        {
            attributes.Add(("linear_before_reset", 1));
        }

        if (char.IsUpper(variant[0]))
        {
            int perDirection = op switch { "LSTM" => 3, "GRU" => 2, _ => 1 };
            string[] functions = [variant, "Tanh", "Softsign"];
            attributes.Add(("activations", Enumerable.Repeat(functions[..perDirection], directions).SelectMany(static f => f).ToArray()));
            attributes.Add(("activation_alpha", Enumerable.Repeat(0.3f, directions).ToArray()));
            attributes.Add(("activation_beta", Enumerable.Repeat(0.4f, directions).ToArray()));
        }

        int used = Array.FindLastIndex(inputs, static input => input.Length > 0) + 1;
        foreach (string output in c.Model.Nodes(op, inputs[..used], op == "LSTM" ? 3 : 2, [.. attributes]))
        {
            c.Model.Output(output);
        }
    }
}
