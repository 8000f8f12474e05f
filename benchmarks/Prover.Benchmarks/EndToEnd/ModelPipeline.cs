using System.Diagnostics;
using Prover.Benchmarks.Models;
using Prover.Onnx.Compilation;
using Prover.Onnx.Tensors;
using Prover.Proving;
using Prover.Proving.Circuits;
using Prover.Verifier;
using Prover.Verifier.Arguments;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Soundness;

namespace Prover.Benchmarks.EndToEnd;

/// <summary>Compiles, sets up, proves and verifies one generated model in this process, with times.</summary>
internal static class ModelPipeline
{
    private const int LeastVerifications = 10;
    private const double VerificationSeconds = 1;

    /// <summary>Measures one model.</summary>
    /// <exception cref="InvalidOperationException">A proof did not verify.</exception>
    public static ModelMeasurement Measure(BenchmarkModel model, EndToEndOptions options)
    {
        byte[] onnx = model.Generate();
        var input = DenseTensor.Create(model.RandomInput(seed: 1), model.InputShape);
        long start = Stopwatch.GetTimestamp();
        CompiledModel compiled = ModelCompiler.Compile(onnx, $"{model.Name}.onnx", new CompilationOptions());
        double compileSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;

        start = Stopwatch.GetTimestamp();
        SecurityProfile profile = SecurityProfile.All.First(profile => profile.Bits == options.Security);
        using var key = new RenewedKey(compiled.Network, profile, options);
        double setupSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;

        int[][] inputs = compiled.Quantize(new Dictionary<string, DenseTensor> { [compiled.Inputs[0].Input.Name] = input });
        key.Prove(inputs);
        long peak = Machine.PeakMemoryBytes();
        CompiledModel open = ModelCompiler.Compile(onnx, $"{model.Name}.onnx", new CompilationOptions { ZeroKnowledge = false });
        using var plainKey = new RenewedKey(open.Network, profile, options);
        var rules = new VisibilityRules { Inputs = TensorVisibility.Private, Weights = TensorVisibility.Private };
        var secret = new CompilationOptions { Visibility = rules };
        CompiledModel closed = ModelCompiler.Compile(onnx, $"{model.Name}.onnx", secret);
        using var secretKey = new RenewedKey(closed.Network, profile, options);
        var timings = new ProofTimings([key, plainKey, secretKey], inputs, options);
        (ProvenRun fastest, ProvenRun plain) = (timings.Fastest[0], timings.Fastest[1]);
        byte[] proof = File(fastest);
        double verifySeconds = Verify(key.Verification, proof, options.Security);
        return new ModelMeasurement
        {
            Name = model.Name,
            Title = model.Title,
            Parameters = compiled.Network.Statistics.Parameters,
            Products = compiled.Network.Statistics.Products,
            Lookups = compiled.Network.Statistics.Lookups,
            TableRows = compiled.Network.Statistics.TableRows,
            Committed = compiled.Network.Statistics.Committed,
            CompileSeconds = compileSeconds,
            SetupSeconds = setupSeconds,
            ProveSeconds = timings.Seconds[0],
            Phases = PhasesOf(fastest),
            ProofBytes = proof.Length,
            PlainProveSeconds = timings.Seconds[1],
            PlainPhases = PhasesOf(plain),
            PlainProofBytes = File(plain).Length,
            SecretProveSeconds = timings.Seconds[2],
            SecretPhases = PhasesOf(timings.Fastest[2]),
            KeyBytes = key.Verification.Write().Length,
            SecretKeyBytes = secretKey.Verification.Write().Length,
            SecretProofBytes = File(timings.Fastest[2]).Length,
            SecretVerifySeconds = Verify(secretKey.Verification, File(timings.Latest[2]), options.Security),
            SecretProofs = closed.Network.Circuit.ModelProofs,
            VerifySeconds = verifySeconds,
            PeakMemoryBytes = peak,
            OnnxRuntimeSeconds = OnnxRuntimeTiming.FastestSeconds(onnx, input, options.Threads),
            FloorSeconds = model.FloorSeconds,
        };
    }

    private static PhaseTime[] PhasesOf(ProvenRun run) =>
        [.. run.Phases.Select(static phase => new PhaseTime(phase.Name, phase.Seconds))];

    private static byte[] File(ProvenRun run) => new ProofArtefact(Protocol.Version, run.Statement, run.Messages).Write();

    /// <summary>Fastest of many verifications with a prepared key; the runtime optimises the code in the meantime.</summary>
    private static double Verify(VerificationKey key, byte[] proof, int security)
    {
        var verifier = ProofVerifier.Prepare(VerificationKey.Read(key.Write()));
        var demands = new VerifierOptions { MinimumSecurityBits = security };
        double fastest = double.PositiveInfinity;
        var total = Stopwatch.StartNew();
        for (int repetition = 0; repetition < LeastVerifications || total.Elapsed.TotalSeconds < VerificationSeconds; repetition++)
        {
            long start = Stopwatch.GetTimestamp();
            Verdict verdict = verifier.Verify(proof, demands);
            fastest = Math.Min(fastest, Stopwatch.GetElapsedTime(start).TotalSeconds);
            if (!verdict.IsValid)
            {
                throw new InvalidOperationException($"the proof was refused: {verdict.Reason}, {verdict.Detail}");
            }
        }

        return fastest;
    }
}
