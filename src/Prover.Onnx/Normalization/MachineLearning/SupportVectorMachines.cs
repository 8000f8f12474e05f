using Prover.Onnx.Graphs;

namespace Prover.Onnx.Normalization.MachineLearning;

/// <summary>
/// SVMClassifier and SVMRegressor: a linear layer to one value per support vector, the kernel's function, a linear layer to one
/// decision value per pair of classes.
/// </summary>
internal sealed class SupportVectorMachines
{
    private readonly NodeReplacement target;
    private readonly GraphNode node;
    private readonly float[] vectors;
    private readonly float[] coefficients;
    private readonly float[] offsets;

    private SupportVectorMachines(NormalizationContext context, GraphNode node)
    {
        this.node = node;
        target = new NodeReplacement(context, node);
        vectors = node.Attributes.Floats("support_vectors") ?? [];
        coefficients = node.Attributes.Floats("coefficients") ?? [];
        offsets = node.Attributes.Floats("rho") is { Length: > 0 } rho ? rho : [0];
    }

    /// <summary>Replaces an SVMRegressor.</summary>
    internal static void Regressor(NormalizationContext context, GraphNode node)
    {
        var machine = new SupportVectorMachines(context, node);
        int count = node.Attributes.Int("n_supports", 0);
        string x = machine.target.AsFloat(node.Input(0));
        string sum = count == 0
            ? machine.Linear(x, machine.coefficients, 1, [machine.offsets[0]])
            : machine.Linear(machine.Kernels(x, count), machine.coefficients, 1, [machine.offsets[0]]);
        if (node.Attributes.Int("one_class", 0) != 0)
        {
            string positive = machine.target.AsFloat(machine.target.Node("Greater", sum, machine.target.Scalar("zero", 0)));
            string doubled = machine.target.Node("Mul", positive, machine.target.Scalar("two", 2));
            sum = machine.target.Node("Sub", doubled, machine.target.Scalar("one", 1));
        }

        machine.target.Commit(PostTransform.ApplyToTargets(machine.target, node, sum, 1));
    }

    /// <summary>Replaces an SVMClassifier.</summary>
    internal static void Classifier(NormalizationContext context, GraphNode node)
    {
        var labels = ClassLabels.Read(node);
        context.AddNote(labels.Note);
        long[] perClass = node.Attributes.Longs("vectors_per_class") ?? [];
        var machine = new SupportVectorMachines(context, node);
        if (perClass.Sum() == 0)
        {
            machine.ClassifyLinearly(context, labels);
        }
        else if (perClass.Length == 2)
        {
            machine.ClassifyPair(context, labels, perClass);
        }
        else
        {
            machine.ClassifyByVotes(context, labels, perClass);
        }
    }

    /// <summary>Without support vectors: one row of coefficients per class, all with the same offset.</summary>
    private void ClassifyLinearly(NormalizationContext context, ClassLabels labels)
    {
        if (labels.Count < 3 || (node.Attributes.Floats("prob_a") ?? []).Length > 0)
        {
            throw new FormatException("a linear machine of two classes; export it as LinearClassifier");
        }

        float[] bias = [.. Enumerable.Repeat(offsets[0], labels.Count)];
        string scores = Linear(target.AsFloat(node.Input(0)), coefficients, labels.Count, bias);
        context.Published.Add(scores);
        target.Commit(labels.Greatest(target, scores), PostTransform.Apply(target, PostTransform.Of(node), scores));
    }

    /// <summary>Two classes: the first where the decision value is positive; probabilities after Platt.</summary>
    private void ClassifyPair(NormalizationContext context, ClassLabels labels, long[] perClass)
    {
        string kernels = Kernels(target.AsFloat(node.Input(0)), (int)perClass.Sum());
        float[] opposite = Array.ConvertAll(coefficients, static c => -c);
        string decision = Linear(kernels, [.. coefficients, .. opposite], 2, [offsets[0], -offsets[0]]);
        context.Published.Add(decision);
        string label = labels.Greatest(target, decision, lastOfEqual: true);
        float[] slopes = node.Attributes.Floats("prob_a") ?? [];
        if (slopes.Length == 0)
        {
            if (PostTransform.Of(node) != "NONE")
            {
                throw new FormatException("post_transform of one decision value; export the model with probabilities");
            }

            target.Commit(label, Linear(kernels, [.. opposite, .. coefficients], 2, [-offsets[0], offsets[0]]));
            return;
        }

        float slope = slopes[0];
        float shift = node.Attributes.Floats("prob_b")![0];
        float[] rising = Array.ConvertAll(coefficients, c => c * slope);
        float[] falling = Array.ConvertAll(rising, static c => -c);
        float bias = (offsets[0] * slope) + shift;
        string logits = Linear(kernels, [.. falling, .. rising], 2, [-bias, bias]);
        context.Published.Add(logits);
        target.Commit(label, PostTransform.Apply(target, PostTransform.Of(node), target.Node("Sigmoid", logits)));
    }

    /// <summary>Several classes: every pair votes.</summary>
    private void ClassifyByVotes(NormalizationContext context, ClassLabels labels, long[] perClass)
    {
        if ((node.Attributes.Floats("prob_a") ?? []).Length > 0)
        {
            throw new FormatException("probabilities of more than two classes are found by iteration; export the model without them");
        }

        (int First, int Second)[] pairs = [.. Enumerable.Range(0, perClass.Length).SelectMany(
            i => Enumerable.Range(i + 1, perClass.Length - i - 1).Select(j => (i, j)))];
        int count = (int)perClass.Sum();
        int[] classOf = [.. perClass.SelectMany(static (vectorCount, c) => Enumerable.Repeat(c, (int)vectorCount))];
        float[] weights = new float[pairs.Length * count];
        float[] votes = new float[pairs.Length * perClass.Length];
        float[] start = new float[perClass.Length];
        for (int pair = 0; pair < pairs.Length; pair++)
        {
            (int first, int second) = pairs[pair];
            for (int v = 0; v < count; v++)
            {
                int row = classOf[v] == first ? second - 1 : first;
                bool concerned = classOf[v] == first || classOf[v] == second;
                weights[(pair * count) + v] = concerned ? coefficients[(row * count) + v] : 0;
            }

            votes[(first * pairs.Length) + pair] = 1;
            votes[(second * pairs.Length) + pair] = -1;
            start[second]++;
        }

        string scores = Linear(Kernels(target.AsFloat(node.Input(0)), count), weights, pairs.Length, offsets);
        context.Published.Add(scores);
        string wins = target.AsFloat(target.Node("Greater", scores, target.Scalar("zero", 0)));
        string label = labels.Greatest(target, Linear(wins, votes, perClass.Length, start));
        target.Commit(label, PostTransform.Apply(target, PostTransform.Of(node), scores));
    }

    /// <summary>The kernel of the input and every support vector: [batch, vectors].</summary>
    private string Kernels(string x, int count)
    {
        float[] parameters = node.Attributes.Floats("kernel_params") is { Length: >= 3 } given ? given : [0, 0, 0];
        (float gamma, float constant, float degree) = (parameters[0], parameters[1], parameters[2]);
        float[] scaled = Array.ConvertAll(vectors, value => gamma * value);
        float[] shift = [.. Enumerable.Repeat(constant, count)];
        switch (node.Attributes.Text("kernel_type", "LINEAR"))
        {
            case "LINEAR":
                return Linear(x, vectors, count, new float[count]);
            case "POLY":
                return target.Node("Pow", Linear(x, scaled, count, shift), target.Scalar("degree", degree));
            case "SIGMOID":
                return target.Node("Tanh", Linear(x, scaled, count, shift));
            case "RBF":
                return RadialKernels(x, count, gamma);
            case var other:
                throw new FormatException($"the kernel {other} does not exist");
        }
    }

    /// <summary>
    /// exp(-gamma |x - v|²). The exponent is linear in x and its squares: 2 gamma x · v - gamma |x|² - gamma |v|². Squares are
    /// divided by the greatest element of the vectors, so that both have a similar range when they are quantised together.
    /// </summary>
    private string RadialKernels(string x, int count, float gamma)
    {
        int features = vectors.Length / count;
        float unit = MathF.Max(vectors.Max(MathF.Abs), 1e-6f);
        string squares = target.Node("Mul", target.Node("Mul", x, x), target.Scalar("unit", 1 / unit));
        float[] weights = new float[count * 2 * features];
        float[] bias = new float[count];
        for (int v = 0; v < count; v++)
        {
            double length = 0;
            for (int f = 0; f < features; f++)
            {
                float value = vectors[(v * features) + f];
                length += (double)value * value;
                weights[(v * 2 * features) + f] = 2 * gamma * value;
                weights[(v * 2 * features) + features + f] = -gamma * unit;
            }

            bias[v] = (float)(-gamma * length);
        }

        return target.Node("Exp", Linear(target.Concat(1, x, squares), weights, count, bias));
    }

    /// <summary>x · weightsᵀ + bias with one row of weights per result.</summary>
    private string Linear(string x, float[] weights, int rows, float[] bias) => target.Node(
        "Gemm",
        NodeAttributes.Empty.With("transB", 1),
        x,
        target.Floats("weights", weights, rows, weights.Length / rows),
        target.Floats("bias", bias, rows));
}
