namespace Prover.Onnx.Elementwise;

/// <summary>Recognises weighted sums of several activations, which need no table of all tuples of values.</summary>
internal static class LinearComposition
{
    /// <summary>The result of an elementwise function as a function of a weighted sum; null where it is not one.</summary>
    internal static LinearForm? Of(
        ElementwiseOperand[] operands, object[] sources, int[][] old, ElementClasses? classes, ElementwiseFunction function)
    {
        int[] computed = [.. Enumerable.Range(0, operands.Length).Where(i => !operands[i].IsConstant)];
        if (Array.Exists(operands, static operand => operand.Linear is null))
        {
            return null;
        }

        bool isPlain = Array.TrueForAll(operands, static operand => operand.Linear!.Finish is null);
        if (function.Factors is { } factors && isPlain)
        {
            return Sum(operands, sources, old, factors);
        }

        if (computed is not [var only])
        {
            return null;
        }

        LinearForm form = operands[only].Linear!;
        float With(int c, float value)
        {
            float[] arguments = [.. operands.Select((operand, i) => i == only ? value : operand.Function(old[i][c], []))];
            return function.Evaluate(arguments);
        }

        if (function.IsProduct && only == 0 && isPlain && classes is null)
        {
            double gain = With(0, 1);
            return form with { Slopes = Array.ConvertAll(form.Slopes, slope => slope * gain), Offset = _ => form.Offset(0) * gain };
        }

        return form with
        {
            Offset = c => form.Offset(old[only][c]),
            Finish = (c, value) => With(c, form.Finish?.Invoke(old[only][c], value) ?? value),
            Shape = function.Along(only).After(form.Shape),
        };
    }

    private static LinearForm Sum(ElementwiseOperand[] operands, object[] sources, int[][] old, double[] factors)
    {
        double[] slopes = new double[sources.Length];
        for (int i = 0; i < operands.Length; i++)
        {
            for (int j = 0; j < operands[i].Sources.Length; j++)
            {
                slopes[Array.IndexOf(sources, operands[i].Sources[j])] += factors[i] * operands[i].Linear!.Slopes[j];
            }
        }

        double Offset(int c) => operands.Select((operand, i) => factors[i] * operand.Linear!.Offset(old[i][c])).Sum();
        return new LinearForm(slopes, Offset, null, FunctionShape.Monotone);
    }
}
