using Prover.Onnx.Normalization;
using Prover.Onnx.Tests.Support;

namespace Prover.Onnx.Tests.Normalization;

public sealed class InputPreparationTests
{
    private static readonly float[] Shift = [1, 2, 3];
    private static readonly float[] Factor = [0.5f, 10, 300];
    private static readonly float[] WithZero = [0.5f, 0, 300];

    [OnnxRuntimeFact]
    public void Shifts_and_factors_per_feature_come_before_quantisation()
    {
        NormalizedModel normalized = Normalized(Factor, false);
        Assert.Equal("Mul", normalized.Graph.Producer(Assert.Single(normalized.Prepared))!.Operator);
    }

    [OnnxRuntimeFact]
    public void A_factor_of_0_would_hide_a_feature()
    {
        NormalizedModel normalized = Normalized(WithZero, false);
        Assert.Equal("Sub", normalized.Graph.Producer(Assert.Single(normalized.Prepared))!.Operator);
    }

    [OnnxRuntimeFact]
    public void An_input_that_is_read_twice_is_not_prepared() => Assert.Empty(Normalized(Factor, true).Prepared);

    private static NormalizedModel Normalized(float[] factor, bool twice)
    {
        var c = new NormalizationCase(1);
        string x = c.Input(2, 3);
        string centred = c.Model.Node("Sub", [x, c.Model.Constant(Shift, 3)]);
        string scaled = c.Model.Node("Mul", [centred, c.Model.Constant(factor, 3)]);
        c.Model.Output(c.Model.Node("MatMul", [scaled, c.Weights(3, 4)]));
        if (twice)
        {
            c.Model.Output(c.Model.Node("MatMul", [x, c.Weights(3, 4)]));
        }

        return c.Normalized();
    }
}
