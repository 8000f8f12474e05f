namespace Prover.Onnx.Stripping;

/// <summary>A model without what circuits of private weights hide.</summary>
/// <param name="Bytes">The ONNX file, complete in itself.</param>
/// <param name="RemovedTensors">How many tensors hold zeros in place of their elements.</param>
/// <param name="RemovedElements">How many elements they have.</param>
/// <param name="Kept">The tensors that might have been weights but show in the circuit or the interface.</param>
public sealed record StrippedModel(byte[] Bytes, int RemovedTensors, long RemovedElements, IReadOnlyList<KeptTensor> Kept);
