using Prover.Onnx.Compilation;
using Prover.Proving.Circuits;
using Prover.Soundness.Tests.Uniqueness;

namespace Prover.Onnx.Tests.Layers;

/// <summary>
/// Randomly generated layers: whatever is public, private or hashed, and whatever private weights are, the inputs determine all that
/// a prover commits, and no sum wraps around the field.
/// </summary>
public class LayerUniquenessTests
{
    private const int Seeds = 3;

    private static readonly CompilationOptions Secret = new()
    {
        Visibility = new() { Inputs = TensorVisibility.Private, Outputs = TensorVisibility.Hashed, Weights = TensorVisibility.Private },
    };

    public static TheoryData<string> Names => [.. LayerTests.Families.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Inputs_determine_the_witness(string family)
    {
        for (int seed = 0; seed < Seeds; seed++)
        {
            LayerCase layer = LayerTests.Families[family](seed);
            Network network = ModelCompiler.Compile(layer.Model.ToBytes(), family, new CompilationOptions()).Network;
            IReadOnlyList<string> doubts = Report(network, network.ModelValues).Doubts;
            Assert.True(doubts.Count == 0, $"{family}, seed {seed}: {layer.Model.Describe()}\n{string.Join('\n', doubts)}");
        }
    }

    /// <summary>Weights that bounds of private ones must hold for, and weights beyond their type: even those leave no choice.</summary>
    [Theory]
    [InlineData("convolution")]
    [InlineData("gemm")]
    [InlineData("matmul")]
    [InlineData("matmul bias")]
    [InlineData("float result")]
    [InlineData("embedding")]
    [InlineData("join constants")]
    [InlineData("residual network")]
    public void Private_weights_of_any_value_leave_no_choice(string family)
    {
        for (int seed = 0; seed < Seeds; seed++)
        {
            LayerCase layer = LayerTests.Families[family](seed);
            foreach (SecretWeightTests.WeightKind kind in Enum.GetValues<SecretWeightTests.WeightKind>())
            {
                byte[] other = SecretWeightTests.WithOtherWeights(layer.Model.ToProto().Clone(), kind);
                Network network = ModelCompiler.Compile(other, family, Secret).Network;
                IReadOnlyList<string> doubts = Report(network, network.ModelValues).Doubts;
                Assert.True(doubts.Count == 0, $"{family}, seed {seed}, {kind}: {string.Join('\n', doubts)}");
                if (kind != SecretWeightTests.WeightKind.Random) continue;
                doubts = Report(network, BeyondTheirType(network, seed)).Free;
                Assert.True(doubts.Count == 0, $"{family}, seed {seed}: {string.Join('\n', doubts)}");
            }
        }
    }

    private static UniquenessReport Report(Network network, int[][] model) =>
        UniquenessProof.Of(network.Circuit, model, network.Inputs.Select(input => input.Tensor));

    /// <summary>Any integers in place of what the circuit does not fix: the owner of a hidden model can commit whatever he likes.</summary>
    private static int[][] BeyondTheirType(Network network, int seed)
    {
        var random = new Random(seed);
        return [.. network.ModelValues.Select((values, tensor) => network.Circuit.Tensors[tensor].IsFixed
            ? values : Array.ConvertAll(values, _ => random.Next(-(1 << 29), 1 << 29)))];
    }
}
