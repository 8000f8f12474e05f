using Prover.Onnx.Compilation;
using Prover.Onnx.Tensors;
using Prover.Proving;
using Prover.Verifier;
using Prover.Verifier.Arguments;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Soundness;

namespace Prover.Cli.Tests.ShippedModels;

/// <summary>Every shipped model proves and verifies, single and eight inputs with one proof, in both security profiles.</summary>
public class CompletenessTests
{
    public static TheoryData<string, int, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int, int>();
            foreach (string name in ShippedModel.Names)
            {
                cases.Add(name, 1, 100);
                cases.Add(name, 1, 128);
                cases.Add(name, 8, 100);
                cases.Add(name, 8, 128);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_proof_verifies_and_its_public_values_are_the_outputs_of_every_input(string name, int batch, int bits)
    {
        var model = ShippedModel.Find(name);
        DenseTensor[] samples = [.. Enumerable.Range(0, batch).Select(run => model.Input(model.Samples[run % 5]))];
        CompiledModel compiled = ModelCompiler.Compile(model.Onnx, name, new CompilationOptions { Batch = batch });
        SecurityProfile profile = SecurityProfile.All.Single(profile => profile.Bits == bits);
        using ProvingKey key = ProvingKey.Create(compiled.Network, profile, threads: 2);

        ProvenRun run = key.Prove(compiled.Quantize(Inputs(samples)), [], new ProvingOptions { Threads = 2 });
        byte[] proof = new ProofArtefact(Protocol.Version, run.Statement, run.Messages).Write();
        Verdict verdict = ProofVerifier.Verify(key.Verification.Write(), proof, new VerifierOptions { MinimumSecurityBits = bits });

        Assert.Null(verdict.Detail);
        Assert.InRange(verdict.SecurityBits, bits, 128);
        CompiledModel single = ModelCompiler.Compile(model.Onnx, name, new CompilationOptions());
        IEnumerable<float> expected = samples.SelectMany(sample => single.Run(Inputs([sample]))[0].Value.As<float>());
        IReadOnlyDictionary<string, int[]> values = compiled.Network.Outputs
            .Select((output, index) => (output.Name, Values: verdict.Statement!.PublicValues[index]))
            .ToDictionary(static output => output.Name, static output => output.Values);
        Assert.Equal(expected, compiled.Head.Evaluate(values)[0].Value.As<float>());
    }

    private static Dictionary<string, DenseTensor> Inputs(DenseTensor[] samples) => new()
    {
        ["input"] = DenseTensor.Create(
            samples.SelectMany(static sample => sample.As<float>()).ToArray(), [samples.Length, .. samples[0].Shape[1..]]),
    };
}
