using Prover.Onnx.Compilation;
using Prover.Onnx.Tests.Support;
using Prover.Proving;
using Prover.Proving.Circuits;
using Prover.Verifier;
using Prover.Verifier.Arguments;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Soundness;

namespace Prover.Onnx.Tests.Models;

/// <summary>Quantised models of others prove and verify, single and batched, in both profiles.</summary>
public class SharedModelProofTests
{
    [SharedModelTheory]
    [InlineData("mlperf_ic_resnet8/model_qdq_int8")]
    [InlineData("mlperf_kws_dscnn/model_qdq_int8")]
    [InlineData("cifar_tinymobilenet/model_qoperator_int8")]
    public void Every_batch_and_profile_proves_and_verifies(string name)
    {
        foreach (int batch in (int[])[1, 8])
        {
            CompiledModel model = ModelCompiler.Compile(SharedModels.ModelPath(name), new() { Batch = batch, Visibility = new() });
            int[][] inputs = [.. model.Network.Inputs.Select(input => FullRange(input, new Random(batch)))];
            foreach (SecurityProfile profile in SecurityProfile.All)
            {
                using ProvingKey key = ProvingKey.Create(model.Network, profile, 2);
                ProvenRun run = key.Prove(inputs, [1], new() { Threads = 2 });
                byte[] proof = new ProofArtefact(Protocol.Version, run.Statement, run.Messages).Write();
                ProofVerifier verifier = ProofVerifier.Prepare(VerificationKey.Read(key.Verification.Write()));
                Verdict verdict = verifier.Verify(proof, new() { MinimumSecurityBits = profile.Bits, Context = [1] });
                Assert.True(verdict.IsValid, $"batch {batch}, {profile}: {verdict.Reason}, {verdict.Detail}");
            }
        }
    }

    private static int[] FullRange(NetworkInput input, Random random)
    {
        int count = input.Shape.Aggregate(1, (product, size) => product * size);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(input.Low, input.High + 1))];
    }
}
