using Prover.Benchmarks.Accuracy;
using Prover.Onnx.Inputs;

namespace Prover.Benchmarks.Matrix;

/// <summary>A model of the developers' set and what should become of it.</summary>
/// <param name="Name">Folder and file of the model below the models folder, without extension.</param>
/// <param name="Kind">How it comes.</param>
/// <param name="Data">Reads data as the model wants it; null where none is needed.</param>
internal sealed record MatrixModel(
    string Name, MatrixModelKind Kind, Func<SharedData, IReadOnlyList<ModelInput>, LabelledSamples>? Data);
