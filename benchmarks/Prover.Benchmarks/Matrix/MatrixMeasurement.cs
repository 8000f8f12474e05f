using System.Diagnostics;
using Prover.Benchmarks.Accuracy;
using Prover.Benchmarks.EndToEnd;
using Prover.Onnx.Artefacts;
using Prover.Onnx.Compilation;
using Prover.Onnx.Inputs;
using Prover.Onnx.Model;
using Prover.Onnx.Planning;
using Prover.Onnx.Quantization;
using Prover.Onnx.Runtime;
using Prover.Onnx.Tensors;
using Prover.Proving;
using Prover.Proving.Witness;
using Prover.Verifier;
using Prover.Verifier.Arguments;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Soundness;

namespace Prover.Benchmarks.Matrix;

/// <summary>Takes one model from its file to verified proofs in this process.</summary>
internal sealed class MatrixMeasurement
{
    private const int Verifications = 5;

    private readonly MatrixModel model;
    private readonly MatrixOptions options;
    private readonly SharedData data;
    private MatrixResult result;

    private MatrixMeasurement(MatrixModel model, MatrixOptions options)
    {
        this.model = model;
        this.options = options;
        data = new SharedData(options.Shared);
        result = new MatrixResult { Model = model.Name, Kind = model.Kind };
    }

    /// <summary>Measures a model; what goes wrong is part of the result.</summary>
    public static MatrixResult Measure(MatrixModel model, MatrixOptions options)
    {
        var measurement = new MatrixMeasurement(model, options);
        try
        {
            measurement.Run();
        }
        catch (ModelNotSupportedException error)
        {
            return measurement.result with { Outcome = MatrixOutcome.Refused, Unsupported = error.Nodes };
        }
#pragma warning disable CA1031 // Whatever happens to one model is a line of the report.
        catch (Exception error)
        {
            return measurement.result with { Problem = $"{error.GetType().Name}: {error.Message}" };
        }
#pragma warning restore CA1031

        return measurement.result with { Outcome = MatrixOutcome.Proven };
    }

    private void Run()
    {
        string file = data.ModelPath(model.Name);
        byte[] onnx = File.ReadAllBytes(file);
        SampleSet? samples = null;
        if (model.Kind == MatrixModelKind.Float)
        {
            (onnx, samples) = Timed("quantize", Quantize, static (r, s) => r with { QuantizeSeconds = s });
        }

        CompiledModel compiled = Timed("compile", () => ModelCompiler.Compile(onnx, file, new CompilationOptions()),
            static (r, s) => r with { CompileSeconds = s });
        CircuitValidator.Validate(compiled.Network.Circuit);
        if (samples is null && model.Data is not null) samples = Read([.. compiled.Inputs.Select(static input => input.Input)]);
        Plan(compiled);
        using var session = new InferenceSession(onnx, new SessionOptions { Int8Kernels = compiled.UsesInt8Kernels });
        Compare(compiled, session, samples!);
        session.Dispose();
        Prove(compiled, samples!);
    }

    private (byte[] Onnx, SampleSet Samples) Quantize()
    {
        var quantizer = new ModelQuantizer(data.ModelPath(model.Name), new QuantizationOptions { Threads = options.Threads });
        SampleSet samples = Read(quantizer.Inputs);
        return (quantizer.Quantize(samples, static (_, _, _) => { }).Bytes, samples);
    }

    private SampleSet Read(IReadOnlyList<ModelInput> inputs)
    {
        LabelledSamples read = model.Data!(data, inputs);
        result = result with { Data = read.DataSet };
        return read.Samples;
    }

    private void Plan(CompiledModel compiled)
    {
        Begin("plan");
        ProvingForecast forecast = ProvingForecast.For(compiled.Network, SecurityProfile.P100, SpeedMeasurement.Run(options.Threads));
        result = result with
        {
            PlannedSeconds = forecast.Seconds,
            PlannedMemoryBytes = forecast.MemoryBytes,
            Parameters = compiled.Network.Statistics.Parameters,
            Products = compiled.Network.Statistics.Products,
            Lookups = compiled.Network.Statistics.Lookups,
            Committed = compiled.Network.Statistics.Committed,
            InexactLayers = compiled.Notes.Count,
        };
        long limit = (long)options.Memory << 30;
        if (forecast.MemoryBytes > limit)
        {
            throw new InvalidOperationException(
                $"the plan predicts {forecast.MemoryBytes >> 20} MiB; this run allows {options.Memory} GiB (--memory)");
        }
    }

    private void Compare(CompiledModel compiled, InferenceSession session, SampleSet samples)
    {
        Begin("run");
        var program = new WitnessProgram(compiled.Network);
        foreach (IReadOnlyDictionary<string, DenseTensor> sample in samples.Thinned(options.Compared))
        {
            WitnessTrace trace = program.Execute(compiled.Quantize(sample), options.Threads);
            result = result with { OnData = result.OnData.With(compiled, program, trace, session, sample) };
        }

        var random = new FullRangeInputs(compiled);
        for (int number = 0; number < options.Compared; number++)
        {
            int[][] integers = random.Integers(number);
            if (random.Tensors(integers) is not { } tensors) return;
            WitnessTrace trace = program.Execute(integers, options.Threads);
            result = result with { OnRandom = result.OnRandom.With(compiled, program, trace, session, tensors) };
        }
    }

    private void Prove(CompiledModel compiled, SampleSet samples)
    {
        using ProvingKey key = Timed("setup", () => ProvingKey.Create(
            compiled.Network, SecurityProfile.P100, options.Threads, ModelInterface.Of(compiled).Write()),
            static (r, s) => r with { SetupSeconds = s });
        ProofVerifier verifier = ProofVerifier.Prepare(VerificationKey.Read(key.Verification.Write()));
        Machine.ForgetPeakMemory();
        int[][] inputs = compiled.Quantize(samples[0]);
        byte[] proof = Timed("prove", () => Prove(key, inputs), static (r, s) => r with { ProveSeconds = s });
        double verify = double.PositiveInfinity;
        for (int i = 0; i < Verifications; i++)
        {
            long start = Stopwatch.GetTimestamp();
            Verify(verifier, proof);
            verify = Math.Min(verify, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        result = result with { VerifySeconds = verify, ProofBytes = proof.Length, PeakMemoryBytes = Machine.PeakMemoryBytes() };
        ProveRandom(compiled, key, verifier);
    }

    /// <summary>No legal input fails: proofs while there is time, then the witness only, which fails where a proof would.</summary>
    private void ProveRandom(CompiledModel compiled, ProvingKey key, ProofVerifier verifier)
    {
        Begin("random");
        var random = new FullRangeInputs(compiled);
        var clock = Stopwatch.StartNew();
        for (int number = 0; number < options.Random; number++)
        {
            int[][] integers = random.Integers(number);
            if (number < 4 || clock.Elapsed.TotalSeconds < options.Seconds)
            {
                Verify(verifier, Prove(key, integers));
                result = result with { RandomProven = result.RandomProven + 1 };
            }
            else
            {
                key.Run(integers, options.Threads);
            }

            result = result with { RandomExecuted = result.RandomExecuted + 1 };
        }
    }

    private byte[] Prove(ProvingKey key, int[][] inputs)
    {
        ProvenRun run = key.Prove(inputs, [], new ProvingOptions { Threads = options.Threads });
        return new ProofArtefact(Protocol.Version, run.Statement, run.Messages).Write();
    }

    private static void Verify(ProofVerifier verifier, byte[] proof)
    {
        Verdict verdict = verifier.Verify(proof, new VerifierOptions { MinimumSecurityBits = SecurityProfile.P100.Bits });
        if (!verdict.IsValid)
        {
            throw new InvalidOperationException($"the proof was refused: {verdict.Reason}, {verdict.Detail}");
        }
    }

    private void Begin(string step)
    {
        Console.Error.WriteLine($"  {model.Name}: {step}");
        result = result with { Step = step };
    }

    private T Timed<T>(string step, Func<T> work, Func<MatrixResult, double, MatrixResult> record)
    {
        Begin(step);
        long start = Stopwatch.GetTimestamp();
        T value = work();
        result = record(result, Stopwatch.GetElapsedTime(start).TotalSeconds);
        return value;
    }
}
