using Prover.Onnx.Compilation;
using Prover.Onnx.Tensors;
using Prover.Onnx.Tests.Support;

namespace Prover.Onnx.Tests.Layers;

/// <summary>Randomly generated layers: no element of our integer execution differs from ONNX Runtime.</summary>
public class LayerTests
{
    internal static readonly Dictionary<string, Func<int, LayerCase>> Families = new()
    {
        ["convolution"] = LinearLayers.Convolution,
        ["gemm"] = LinearLayers.Gemm,
        ["matmul"] = LinearLayers.MatMul,
        ["matmul bias"] = LinearLayers.MatMulBias,
        ["float result"] = LinearLayers.FloatResult,
        ["binary"] = ElementwiseLayers.Binary,
        ["qoperator binary"] = ElementwiseLayers.QOperatorBinary,
        ["constant"] = ElementwiseLayers.WithConstant,
        ["branch"] = BranchedNetworks.Elementwise,
        ["residual network"] = BranchedNetworks.Residual,
        ["convolution of int8 that is read twice"] = BranchedNetworks.SharedInt8,
        ["normalisation"] = ElementwiseLayers.Normalisation,
        ["activation"] = ElementwiseLayers.Activation,
        ["qoperator activation"] = ElementwiseLayers.QOperatorActivation,
        ["head"] = ElementwiseLayers.Head,
        ["max pool"] = ShapeLayers.MaxPool,
        ["average pool"] = ShapeLayers.AveragePool,
        ["global average"] = ShapeLayers.GlobalAverage,
        ["qoperator shape"] = ShapeLayers.QOperator,
        ["concat"] = ShapeLayers.Concat,
        ["view"] = ShapeLayers.View,
        ["slice"] = ShapeLayers.Slice,
        ["pad"] = ShapeLayers.Pad,
        ["split"] = MovementLayers.Split,
        ["repeat"] = MovementLayers.Repeat,
        ["gather"] = MovementLayers.Gather,
        ["blocks"] = MovementLayers.Blocks,
        ["pad modes"] = MovementLayers.Pad,
        ["join constants"] = MovementLayers.JoinConstants,
        ["moving head"] = MovementLayers.Head,
        ["sum"] = ReductionLayers.Sum,
        ["extreme"] = ReductionLayers.Extreme,
        ["position"] = ReductionLayers.Position,
        ["embedding"] = ReductionLayers.Embedding,
        ["selection"] = ReductionLayers.Selection,
        ["resize nearest"] = ResamplingLayers.Nearest,
        ["resize linear"] = ResamplingLayers.Linear,
        ["running sum"] = ResamplingLayers.CumulativeSum,
        ["mask"] = ResamplingLayers.Mask,
        ["max pool forms"] = ReductionLayers.MaxPool,
        ["average pool forms"] = ReductionLayers.AveragePool,
        ["function"] = RegionLayers.Function,
        ["function of sums"] = RegionLayers.OfSums,
        ["chain"] = RegionLayers.Chain,
        ["masks"] = RegionLayers.Masks,
        ["logic"] = RegionLayers.Logic,
        ["several"] = RegionLayers.Several,
        ["wide"] = RegionLayers.Wide,
        ["top"] = ElementwiseLayers.Top,
        ["deferred extremes"] = DeferredLayers.Extremes,
        ["quantised constants"] = DeferredLayers.QuantizedConstants,
    };

    [OnnxRuntimeTheory]
    [InlineData("convolution", 160)]
    [InlineData("gemm", 50)]
    [InlineData("matmul", 50)]
    [InlineData("matmul bias", 30)]
    [InlineData("float result", 30)]
    [InlineData("binary", 40)]
    [InlineData("qoperator binary", 20)]
    [InlineData("constant", 20)]
    [InlineData("branch", 30)]
    [InlineData("residual network", 30)]
    [InlineData("convolution of int8 that is read twice", 20)]
    [InlineData("normalisation", 20)]
    [InlineData("activation", 40)]
    [InlineData("qoperator activation", 20)]
    [InlineData("head", 20)]
    [InlineData("max pool", 40)]
    [InlineData("average pool", 40)]
    [InlineData("global average", 40)]
    [InlineData("qoperator shape", 40)]
    [InlineData("concat", 30)]
    [InlineData("view", 30)]
    [InlineData("slice", 20)]
    [InlineData("pad", 20)]
    [InlineData("split", 20)]
    [InlineData("repeat", 20)]
    [InlineData("gather", 30)]
    [InlineData("blocks", 15)]
    [InlineData("pad modes", 30)]
    [InlineData("join constants", 15)]
    [InlineData("moving head", 10)]
    [InlineData("sum", 40)]
    [InlineData("extreme", 30)]
    [InlineData("position", 40)]
    [InlineData("embedding", 20)]
    [InlineData("selection", 20)]
    [InlineData("resize nearest", 60)]
    [InlineData("resize linear", 30)]
    [InlineData("running sum", 20)]
    [InlineData("mask", 30)]
    [InlineData("max pool forms", 50)]
    [InlineData("average pool forms", 50)]
    [InlineData("function", 132)]
    [InlineData("function of sums", 132)]
    [InlineData("chain", 40)]
    [InlineData("masks", 40)]
    [InlineData("logic", 40)]
    [InlineData("several", 24)]
    [InlineData("top", 30)]
    [InlineData("deferred extremes", 40)]
    [InlineData("quantised constants", 10)]
    [InlineData("wide", 20)]
    public void No_element_differs(string family, int cases)
    {
        for (int seed = 0; seed < cases; seed++)
        {
            Compare(family, seed, Families[family](seed));
        }
    }

    private static void Compare(string family, int seed, LayerCase layer)
    {
        byte[] bytes = layer.Model.ToBytes();
        CompiledModel model = ModelCompiler.Compile(bytes, $"{family} {seed}", new CompilationOptions());
        DenseTensor expected = layer.Reference(model.UsesInt8Kernels);
        DenseTensor actual = model.Run(layer.Inputs)[0].Value;
        Assert.Equal(expected.Shape, actual.Shape);
        float[] reference = expected.As<float>();
        float[] ours = actual.As<float>();
        for (int i = 0; i < ours.Length; i++)
        {
            Assert.True(ours[i] == reference[i], $"{family}, seed {seed}: element {i} is {reference[i]:R}, not {ours[i]:R}; "
                + $"{layer.Model.Describe()}; notes: {string.Join("; ", model.Notes)}");
        }
    }
}
