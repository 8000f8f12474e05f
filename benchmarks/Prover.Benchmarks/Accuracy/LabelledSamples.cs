using Prover.Onnx.Quantization;

namespace Prover.Benchmarks.Accuracy;

/// <summary>Samples and, where the data has them, the right class of each.</summary>
/// <param name="DataSet">The name of the data.</param>
/// <param name="Samples">The samples.</param>
/// <param name="Labels">The classes, or null.</param>
internal sealed record LabelledSamples(string DataSet, SampleSet Samples, long[]? Labels);
