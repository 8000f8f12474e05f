using Prover.Onnx.Normalization;
using Prover.Onnx.Tensors;
using Prover.Onnx.Tests.Support;

namespace Prover.Onnx.Tests.Normalization;

public sealed class FreeBatchTests
{
    [OnnxRuntimeFact]
    public void A_batch_axis_stays_free()
    {
        var model = new TestModel();
        string x = model.SymbolicInput("x", TensorElementType.Float, "N", 3);
        model.Output(model.Node("Softmax", [model.Node("MatMul", [x, model.Constant(new float[] { 1, 2, 3, 4, 5, 6 }, 3, 2)])]));
        NormalizedModel normalized = NormalizationCase.Normalized(model.ToProto());
        Assert.Equal([-1, 3], normalized.Graph.Inputs[0].Shape);
        Assert.Empty(normalized.Notes);
    }

    [OnnxRuntimeFact]
    public void An_axis_that_is_no_batch_gets_length_1_or_what_is_given()
    {
        var model = new TestModel();
        string x = model.SymbolicInput("x", TensorElementType.Float, "N", 3);
        model.Output(model.Node("Softmax", [x], ("axis", 0)));
        NormalizedModel normalized = NormalizationCase.Normalized(model.ToProto());
        Assert.Equal([1, 3], normalized.Graph.Inputs[0].Shape);
        Assert.Contains("length 1", Assert.Single(normalized.Notes), StringComparison.Ordinal);

        normalized = FloatModelNormalizer.Normalize(model.ToProto(), "case", null, new Dictionary<string, int> { ["N"] = 7 });
        Assert.Equal([7, 3], normalized.Graph.Inputs[0].Shape);
        Assert.Empty(normalized.Notes);
    }
}
