using Prover.Onnx.Compilation;
using Prover.Onnx.Tensors;
using Prover.Onnx.Tests.Support;

namespace Prover.Onnx.Tests.Models;

/// <summary>Quantised models of others, against the outputs that ONNX Runtime gave for their samples.</summary>
public class SharedModelTests
{
    [SharedModelTheory]
    [InlineData("mlperf_ic_resnet8/model_qdq_int8")]
    [InlineData("mlperf_kws_dscnn/model_qdq_int8")]
    [InlineData("cifar_tinymobilenet/model_qoperator_int8")]
    public void No_element_differs_on_any_sample(string name)
    {
        CompiledModel model = ModelCompiler.Compile(SharedModels.ModelPath(name), new CompilationOptions());
        int sample = 0;
        foreach ((Dictionary<string, DenseTensor> inputs, Dictionary<string, DenseTensor> outputs) in SharedModels.Samples(name))
        {
            foreach ((string output, DenseTensor actual) in model.Run(inputs, 2))
            {
                float[] expected = outputs[output].As<float>();
                Assert.Equal(outputs[output].Shape, actual.Shape);
                Assert.Equal(expected, actual.As<float>());
            }

            sample++;
        }

        Assert.True(sample > 0);
    }
}
