namespace Prover.Onnx.Normalization.Recurrent;

/// <summary>The state between two steps: names of values of shape [batch, hidden].</summary>
/// <param name="Hidden">The output of the step before; null for zeros.</param>
/// <param name="Cell">The memory of an LSTM; null for zeros and for other cells.</param>
internal sealed record CellState(string? Hidden, string? Cell);
