using System.CommandLine;
using Prover.Cli.Failures;
using Prover.Onnx.Compilation;
using Prover.Onnx.Quantization;
using Prover.Onnx.Tensors;

namespace Prover.Cli.Models;

/// <summary>The options of quantisation.</summary>
internal sealed class QuantizationOptionGroup
{
    private readonly Option<string> method = Choice("--method", "How ranges follow from the samples", "minmax", "percentile", "entropy");

    private readonly Option<double> percentile = new("--percentile")
    {
        Description = "The percentage of values that --method percentile keeps",
        HelpName = "P",
        DefaultValueFactory = _ => 99.99,
    };

    private readonly Option<bool> perChannel = new("--per-channel")
    {
        Description = "One weight scale per output channel in every layer; by default in convolutions and where one is coarse",
    };

    private readonly Option<bool> perTensor = new("--per-tensor") { Description = "One weight scale per layer everywhere" };
    private readonly Option<string> scales = Choice("--scales", "Any scales, or powers of two, which make cheaper proofs", "any", "pow2");
    private readonly Option<string> activations = Choice("--activations", "The type between layers", "uint8", "int8");
    private readonly Option<bool> noBiasCorrection = new("--no-bias-correction") { Description = "Leave biases as they are" };

    private readonly Option<int> samples = new("--samples")
    {
        Description = "The greatest number of calibration samples; of more, evenly spaced ones are taken",
        HelpName = "N",
        DefaultValueFactory = _ => 256,
    };

    private readonly DimensionOption dimensions = new();

    /// <summary>The options.</summary>
    public IEnumerable<Option> All =>
        [method, percentile, perChannel, perTensor, scales, activations, noBiasCorrection, samples, dimensions.Option];

    /// <summary>What the options say.</summary>
    /// <exception cref="CommandFailure">They contradict each other or a value is out of range.</exception>
    public QuantizationOptions Read(ParseResult arguments, int threads)
    {
        if (arguments.GetValue(perChannel) && arguments.GetValue(perTensor))
        {
            throw CommandFailure.Usage("--per-channel and --per-tensor exclude each other");
        }
        double share = arguments.GetValue(percentile);
        if (!(share is > 50 and <= 100)) throw CommandFailure.Usage($"--percentile is {share}; it must be above 50 and at most 100");
        int count = arguments.GetValue(samples);
        if (count < 1) throw CommandFailure.Usage($"--samples is {count}; it must be 1 or more");
        return new()
        {
            Method = arguments.GetValue(method) switch
            {
                "percentile" => CalibrationMethod.Percentile,
                "entropy" => CalibrationMethod.Entropy,
                _ => CalibrationMethod.MinMax,
            },
            Percentile = share,
            Weights = arguments.GetValue(perChannel) ? WeightGranularity.PerChannel
                : arguments.GetValue(perTensor) ? WeightGranularity.PerTensor
                : WeightGranularity.Automatic,
            PowerOfTwoScales = arguments.GetValue(scales) == "pow2",
            ActivationType = arguments.GetValue(activations) == "int8" ? TensorElementType.Int8 : TensorElementType.UInt8,
            BiasCorrection = !arguments.GetValue(noBiasCorrection),
            Dimensions = dimensions.Read(arguments),
            MaximumSamples = count,
            Threads = threads,
        };
    }

    /// <summary>How the result is compiled, to see whether it can be proven.</summary>
    public CompilationOptions Compilation(ParseResult arguments) => new() { Dimensions = dimensions.Read(arguments) };

    private static Option<string> Choice(string name, string description, params string[] values)
    {
        var option = new Option<string>(name)
        {
            Description = $"{description}: {string.Join(" or ", values)}",
            HelpName = string.Join('|', values),
            DefaultValueFactory = _ => values[0],
        };
        option.AcceptOnlyFromAmong(values);
        return option;
    }
}
