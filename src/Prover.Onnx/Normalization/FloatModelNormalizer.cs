using Google.Protobuf;
using Prover.Onnx.Graphs;
using Prover.Onnx.Model;
using Prover.Onnx.Normalization.MachineLearning;
using Prover.Onnx.Normalization.Recurrent;
using Prover.Onnx.Quantization;
using Prover.Onnx.Runtime;

namespace Prover.Onnx.Normalization;

/// <summary>
/// Brings whatever float network people have into one static float32 graph of few operators: old operator sets, other float
/// types, dynamic quantisation, recurrent layers, classical machine learning, arithmetic on shapes.
/// </summary>
internal static class FloatModelNormalizer
{
    private const int OldestOpset = 1;

    /// <summary>Reads and normalises a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="dimensions">Lengths of symbolic axes by name.</param>
    /// <exception cref="InvalidModelException">It is not a well-formed model.</exception>
    /// <exception cref="ModelNotSupportedException">It uses what has no static float32 form; names every such node.</exception>
    /// <exception cref="DllNotFoundException">The ONNX Runtime library is not available.</exception>
    internal static NormalizedModel Load(string file, IReadOnlyDictionary<string, int> dimensions)
    {
        ModelProto model;
        try
        {
            model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(file));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidModelException(file, "no such file", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            string problem = error is InvalidProtocolBufferException
                ? "not an ONNX model: the file is truncated or damaged"
                : $"cannot be read: {error.Message}";
            throw new InvalidModelException(file, problem, error);
        }

        return Normalize(model, file, Path.GetDirectoryName(Path.GetFullPath(file)), dimensions);
    }

    /// <summary>Normalises a model.</summary>
    /// <param name="model">The model; it is changed.</param>
    /// <param name="file">Its name, for errors.</param>
    /// <param name="folder">Where external data may lie, null for nowhere.</param>
    /// <param name="dimensions">Lengths of symbolic axes by name.</param>
    /// <exception cref="InvalidModelException">It is not a well-formed model.</exception>
    /// <exception cref="ModelNotSupportedException">It uses what has no static float32 form; names every such node.</exception>
    /// <exception cref="DllNotFoundException">The ONNX Runtime library is not available.</exception>
    internal static NormalizedModel Normalize(
        ModelProto model, string file, string? folder, IReadOnlyDictionary<string, int> dimensions)
    {
        try
        {
            string? precision = model.Graph is null ? null : FloatPrecision.Apply(model, folder);
            var context = new NormalizationContext(ModelLoader.Load(model.ToByteArray(), file, folder, OldestOpset), dimensions);
            if (precision is not null)
            {
                context.Notes.Add(precision);
            }

            Run(context, file);
            return new NormalizedModel(context.Graph, context.Notes)
            {
                FixedRanges = context.FixedRanges,
                Prepared = context.Prepared,
                Published = context.Published,
            };
        }
        catch (OnnxRuntimeException error)
        {
            throw new ModelNotSupportedException(file, [new("float model", "ONNX Runtime", error.Message, null)]);
        }
        catch (Exception error) when (error is FormatException or InvalidCastException or ArgumentException or KeyNotFoundException)
        {
            throw new InvalidModelException(file, error.Message, error);
        }
    }

    private static void Run(NormalizationContext context, string file)
    {
        context.Problems.AddRange(StandardOperators.Check(context.Graph));
        CheckInputs(context);
        Refuse(context, file);
        ConstantNodes.Apply(context.Graph);
        ConditionInlining.Apply(context);
        Refuse(context, file);
        BatchFirstLayout.Apply(context.Graph);
        context.Replace(OpsetConversion.Apply(context.Graph));
        context.AddNote(DynamicQuantizationRemoval.Apply(context.Graph));
        MachineLearningOperators.Apply(context);
        Refuse(context, file);
        FoldShapes(context);
        SoftmaxAxis.Apply(context);
        EinsumExpansion.Apply(context);
        AttentionExpansion.Apply(context);
        ContributedOperators.Apply(context);
        NormalizationOperators.Apply(context);
        ReductionExpansion.Apply(context);
        RecurrentUnrolling.Apply(context);
        BatchNormalizationExpansion.Apply(context);
        RedundantNodes.Apply(context);
        OneHotProduct.Apply(context);
        LayerNormalizationPattern.Apply(context);
        NormPattern.Apply(context);
        SoftmaxPattern.Apply(context);
        Refuse(context, file);
        context.Graph.RemoveUnused();
        InputPreparation.Apply(context);
        FreeBatch.Apply(context);
    }

    private static void FoldShapes(NormalizationContext context)
    {
        StaticFolding.Apply(context.Graph, context.Values());
        context.Invalidate();
    }

    private static void CheckInputs(NormalizationContext context)
    {
        foreach (GraphInput input in context.Graph.Inputs)
        {
            for (int axis = 1; axis < input.Shape.Length; axis++)
            {
                if (input.Shape[axis] < 0 && !context.IsGiven(input.AxisNames[axis]))
                {
                    context.Problems.Add(new(input.Name, "input", $"axis {axis} has no fixed length",
                        $"give it one with --dim {input.AxisNames[axis] ?? "NAME"}=N"));
                }
            }
        }
    }

    private static void Refuse(NormalizationContext context, string file)
    {
        if (context.Problems.Count > 0)
        {
            throw new ModelNotSupportedException(file, context.Problems);
        }
    }
}
