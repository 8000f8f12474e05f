namespace Prover.Cli.Tests.ShippedModels;

/// <summary>One labelled input: its file, the true class, and the class that the training script saw predicted.</summary>
internal sealed record ShippedSample(string File, int Label, int Predicted);
