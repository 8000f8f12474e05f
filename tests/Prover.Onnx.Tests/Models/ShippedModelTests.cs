using Prover.Onnx.Compilation;
using Prover.Onnx.Runtime;
using Prover.Onnx.Tensors;
using Prover.Onnx.Tests.Support;
using Prover.Proving.Circuits;
using Prover.Proving.Witness;
using Prover.Soundness.Tests.Uniqueness;

namespace Prover.Onnx.Tests.Models;

/// <summary>The models of this repository against ONNX Runtime on random inputs that cover the quantised range.</summary>
public class ShippedModelTests
{
    [OnnxRuntimeTheory]
    [InlineData("mnist_mlp")]
    [InlineData("mnist_lenet5")]
    [InlineData("cifar10_resnet")]
    public void No_element_differs_on_200_random_inputs(string name)
    {
        const int runs = 200;
        string file = Path.Combine(CircuitsFolder(), name, "model.onnx");
        CompiledModel model = ModelCompiler.Compile(file, new CompilationOptions());
        Assert.Empty(model.Notes);
        var program = new WitnessProgram(model.Network);
        using var session = new InferenceSession(File.ReadAllBytes(file), new SessionOptions());
        var random = new Random(7);
        for (int run = 0; run < runs; run++)
        {
            Dictionary<string, DenseTensor> inputs = model.Inputs.ToDictionary(
                static input => input.Input.Name, input => RandomInput(input, random, noise: run % 2 == 0));
            IReadOnlyList<DenseTensor> expected = session.Run(inputs);
            IReadOnlyList<KeyValuePair<string, DenseTensor>> actual = model.Outputs(program, program.Execute(model.Quantize(inputs), 1));
            Assert.Equal(session.OutputNames, actual.Select(static output => output.Key));
            for (int i = 0; i < expected.Count; i++)
            {
                Assert.Equal(expected[i].As<float>(), actual[i].Value.As<float>());
            }
        }
    }

    /// <summary>Whole networks: nothing is left to a prover, and no sum wraps around the field, for any input.</summary>
    [Theory]
    [InlineData("mnist_mlp")]
    [InlineData("mnist_lenet5")]
    public void Inputs_determine_the_witness(string name)
    {
        var options = new CompilationOptions { Visibility = new() { Weights = TensorVisibility.Private } };
        Network network = ModelCompiler.Compile(Path.Combine(CircuitsFolder(), name, "model.onnx"), options).Network;
        IEnumerable<int> inputs = network.Inputs.Select(input => input.Tensor);
        Assert.Empty(UniquenessProof.Of(network.Circuit, network.ModelValues, inputs).Doubts);
    }

    /// <summary>White noise, or smooth values that keep deeper layers away from their clamps.</summary>
    private static DenseTensor RandomInput(InputQuantization input, Random random, bool noise)
    {
        float[] values = new float[DenseTensor.ElementCount(input.Input.Shape)];
        double smooth = 0;
        for (int i = 0; i < values.Length; i++)
        {
            smooth = (0.9 * smooth) + (0.1 * random.Next(-400, 656));
            double q = noise ? random.NextDouble() * 255 : Math.Clamp(smooth, -5, 260);
            values[i] = (float)(q - input.ZeroPoint) * input.Scale;
        }

        return DenseTensor.Create(values, input.Input.Shape);
    }

    private static string CircuitsFolder()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Prover.sln")))
            {
                return Path.Combine(folder.FullName, "circuits");
            }
        }

        throw new DirectoryNotFoundException("the repository's root was not found above the test");
    }
}
