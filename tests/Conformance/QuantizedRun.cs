using Google.Protobuf;
using Prover.Onnx.Compilation;
using Prover.Onnx.Heads;
using Prover.Onnx.Inputs;
using Prover.Onnx.Model;
using Prover.Onnx.Quantization;
using Prover.Onnx.Runtime;
using Prover.Onnx.Tensors;
using Prover.Proving;
using Prover.Proving.Witness;
using Prover.Verifier;
using Prover.Verifier.Arguments;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Soundness;

namespace Prover.Conformance.Tests;

/// <summary>A model as a circuit beside ONNX Runtime's run of the same quantised model.</summary>
internal sealed class QuantizedRun
{
    private readonly byte[] reference;
    private readonly Dictionary<string, DenseTensor> inputs;
    private readonly int[][] integers;

    private QuantizedRun(byte[] reference, CompiledModel compiled, Dictionary<string, DenseTensor> inputs)
    {
        this.reference = reference;
        this.inputs = inputs;
        Compiled = compiled;
        integers = compiled.Quantize(inputs);
    }

    /// <summary>The compiled model.</summary>
    public CompiledModel Compiled { get; }

    /// <summary>Compiles a model that is quantised already.</summary>
    /// <param name="proto">The model.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="reference">What ONNX Runtime runs in its place where it has no kernel for an operator.</param>
    /// <exception cref="ModelNotSupportedException">It cannot be proven.</exception>
    public static QuantizedRun OfQuantized(ModelProto proto, Dictionary<string, DenseTensor> inputs, ModelProto? reference = null)
    {
        byte[] bytes = proto.ToByteArray();
        return new(reference?.ToByteArray() ?? bytes, ModelCompiler.Compile(bytes, "case", new CompilationOptions()), inputs);
    }

    /// <summary>Quantises a float model with its own inputs as calibration data, and compiles it.</summary>
    /// <exception cref="ModelNotSupportedException">It cannot be quantised or proven.</exception>
    public static QuantizedRun OfFloat(ModelProto proto, Dictionary<string, DenseTensor> inputs)
    {
        string file = Path.Combine(Path.GetTempPath(), $"conformance-{Guid.NewGuid():N}.onnx");
        try
        {
            File.WriteAllBytes(file, proto.ToByteArray());
            var quantizer = new ModelQuantizer(file, new QuantizationOptions { BiasCorrection = false });
            // Models of other float types are brought to float32 first.
            foreach (ModelInput input in quantizer.Inputs.Where(input => input.ElementType == TensorElementType.Float))
            {
                DenseTensor given = inputs[input.Name];
                inputs[input.Name] = DenseTensor.Create(Array.ConvertAll(given.ToDouble(), static value => (float)value), given.Shape);
            }

            var shapes = inputs.ToDictionary(static input => input.Key, static input => input.Value.Shape);
            QuantizedModel quantized = quantizer.Quantize(new SampleSet(inputs, shapes, 1), static (_, _, _) => { });
            return new(quantized.Bytes, ModelCompiler.Compile(quantized.Bytes, "case", new CompilationOptions()), inputs);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>
    /// The greatest difference of an output element from ONNX Runtime's, in steps of its quantisation, or where it has none or a finer one
    /// (the sums of a last linear layer) of one that cuts the values of the output into 255.
    /// </summary>
    public double Difference()
    {
        var program = new WitnessProgram(Compiled.Network);
        WitnessTrace trace = program.Execute(integers, 1);
        var published = Compiled.Network.Outputs.Select((output, i) => (output, Values: program.Output(trace, i))).ToArray();
        var here = published.ToDictionary(static pair => pair.output.Name, static pair => pair.Values);
        IReadOnlyList<KeyValuePair<string, DenseTensor>> ours = Compiled.Head.Evaluate(here);
        // Many runs of the head: only where something differs.
        var steps = new Lazy<IReadOnlyList<double[]>>(() => OutputSteps.Around(Compiled, here, ours));
        using InferenceSession session = Reference();
        IReadOnlyList<DenseTensor> theirs = session.Run(inputs);
        double worst = 0;
        for (int i = 0; i < ours.Count; i++)
        {
            DenseTensor reference = theirs[session.OutputNames.ToList().IndexOf(ours[i].Key)];
            Assert.Equal(reference.Length, ours[i].Value.Length);
            double[] mine = ours[i].Value.ToDouble(), yours = reference.ToDouble();
            double coarse = yours.Length > 1 ? (yours.Max() - yours.Min()) / byte.MaxValue : 0;
            for (int element = 0; element < mine.Length; element++)
            {
                if (mine[element].Equals(yours[element])) continue;
                double one = Math.Max(coarse, steps.Value[i][element]), off = Math.Abs(mine[element] - yours[element]);
                worst = Math.Max(worst, off / (one > 0 ? one : 1));
            }
        }

        return worst;
    }

    /// <summary>ONNX Runtime as people run it; a few models it spoils itself when it optimises them, and runs as they are.</summary>
    private InferenceSession Reference()
    {
        try
        {
            return new InferenceSession(reference, new SessionOptions { Int8Kernels = Compiled.UsesInt8Kernels });
        }
        catch (OnnxRuntimeException)
        {
            return new InferenceSession(reference, new SessionOptions { GraphOptimizationLevel = GraphOptimizationLevel.DisableAll });
        }
    }

    /// <summary>Proves the run and verifies the proof.</summary>
    public Verdict Prove()
    {
        using ProvingKey key = ProvingKey.Create(Compiled.Network, SecurityProfile.P100, 2);
        ProvenRun run = key.Prove(integers, [], new ProvingOptions { Threads = 2 });
        byte[] proof = new ProofArtefact(Protocol.Version, run.Statement, run.Messages).Write();
        return ProofVerifier.Prepare(VerificationKey.Read(key.Verification.Write())).Verify(proof, new VerifierOptions());
    }
}
