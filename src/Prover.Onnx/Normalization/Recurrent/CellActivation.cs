using Prover.Onnx.Graphs;

namespace Prover.Onnx.Normalization.Recurrent;

/// <summary>One of the activation functions that recurrent operators name in an attribute (ONNX Operators.md, LSTM).</summary>
/// <param name="Function">The function in lower case.</param>
/// <param name="Alpha">Its first parameter.</param>
/// <param name="Beta">Its second parameter.</param>
internal sealed record CellActivation(string Function, float Alpha, float Beta)
{
    /// <summary>Reads the functions of all directions, in the node's order.</summary>
    /// <param name="node">A recurrent node.</param>
    /// <param name="defaults">What one direction uses where the node says nothing.</param>
    /// <param name="directions">The number of directions.</param>
    /// <exception cref="FormatException">A function is not one of the standard, or their number is wrong.</exception>
    internal static CellActivation[] Read(GraphNode node, string[] defaults, int directions)
    {
        string[] names = node.Attributes.Texts("activations") is { Length: > 0 } given
            ? given
            : [.. Enumerable.Repeat(defaults, directions).SelectMany(static name => name)];
        if (names.Length != defaults.Length * directions)
        {
            throw new FormatException($"node {node.Name} ({node.Operator}) names {names.Length} activation functions");
        }

        var alphas = new Queue<float>(node.Attributes.Floats("activation_alpha") ?? []);
        var betas = new Queue<float>(node.Attributes.Floats("activation_beta") ?? []);
        return Array.ConvertAll(names, name =>
        {
            (string function, float? alpha, float? beta) = Parameters(node, name);
            return new CellActivation(function, Take(alphas, alpha), Take(betas, beta));
        });
    }

    /// <summary>Writes the function applied to a value.</summary>
    internal string Apply(NodeReplacement target, string x)
    {
        switch (Function)
        {
            case "affine":
                string product = target.Node("Mul", x, target.Scalar("alpha", Alpha));
                return target.Node("Add", product, target.Scalar("beta", Beta));
            case "scaledtanh":
                string inner = target.Node("Tanh", target.Node("Mul", x, target.Scalar("beta", Beta)));
                return target.Node("Mul", inner, target.Scalar("alpha", Alpha));
            case "leakyrelu":
                return target.Node("LeakyRelu", NodeAttributes.Empty.With("alpha", Alpha), x);
            case "thresholdedrelu":
                return target.Node("ThresholdedRelu", NodeAttributes.Empty.With("alpha", Alpha), x);
            case "elu":
                return target.Node("Elu", NodeAttributes.Empty.With("alpha", Alpha), x);
            case "hardsigmoid":
                return target.Node("HardSigmoid", NodeAttributes.Empty.With("alpha", Alpha).With("beta", Beta), x);
            default:
                return target.Node(char.ToUpperInvariant(Function[0]) + Function[1..], x);
        }
    }

    private static float Take(Queue<float> given, float? standard) =>
        standard is { } value ? (given.Count > 0 ? given.Dequeue() : value) : 0;

    /// <summary>The function's name and the defaults of the parameters that it has.</summary>
    private static (string Function, float? Alpha, float? Beta) Parameters(GraphNode node, string name) => name.ToUpperInvariant() switch
    {
        "RELU" => ("relu", null, null),
        "TANH" => ("tanh", null, null),
        "SIGMOID" => ("sigmoid", null, null),
        "SOFTSIGN" => ("softsign", null, null),
        "SOFTPLUS" => ("softplus", null, null),
        "AFFINE" => ("affine", 1f, 0f),
        "SCALEDTANH" => ("scaledtanh", 1f, 1f),
        "LEAKYRELU" => ("leakyrelu", 0.01f, null),
        "THRESHOLDEDRELU" => ("thresholdedrelu", 1f, null),
        "ELU" => ("elu", 1f, null),
        "HARDSIGMOID" => ("hardsigmoid", 0.2f, 0.5f),
        _ => throw new FormatException($"node {node.Name} ({node.Operator}): activation function {name} is not a standard one"),
    };
}
