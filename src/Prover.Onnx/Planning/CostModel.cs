namespace Prover.Onnx.Planning;

/// <summary>
/// Seconds that a proof takes on the reference machine: a sum of counts times constants, fitted with non-negative least squares of
/// relative errors to the end-to-end benchmarks (benchmarks/README.md says how to fit again). Other machines multiply them by a
/// measured factor, <see cref="MachineSpeed"/>.
/// </summary>
internal static class CostModel
{
    /// <summary>The terms.</summary>
    internal static IReadOnlyList<CostTerm> Terms { get; } =
    [
        new(ProvingPhase.Witness, "fixed", 0.000105, static _ => 1),
        new(ProvingPhase.Witness, "witness elements", 8.53e-9, static work => work.WitnessElements),
        new(ProvingPhase.Commit, "fixed", 0.000839, static _ => 1),
        new(ProvingPhase.Commit, "codeword elements of the witness", 1.67e-9, static work => work.WitnessCodeword),
        new(ProvingPhase.Commit, "rows of the witness' tree", 1.7e-8, static work => Math.ScaleB(1, work.Opening.Codes[0].LogLength)),
        new(ProvingPhase.Lookups, "rounds", 5.27e-6, static work => work.Layout.LogLeaves * (work.Layout.LogLeaves + 1) / 2),
        new(ProvingPhase.Lookups, "leaves of the fraction tree", 6.6e-9, static work => Math.ScaleB(1, work.Layout.LogLeaves)),
        new(ProvingPhase.Lookups, "leaves in use", 8.6e-9, static work => work.Layout.ActiveLeaves),
        new(ProvingPhase.Lookups, "columns of lookups", 1.65e-9, static work => work.LeafColumns),
        new(ProvingPhase.Contractions, "fixed", 0.00019, static _ => 1),
        new(ProvingPhase.Contractions, "elements of operands", 4.67e-10, static work => work.OperandElements),
        new(ProvingPhase.Contractions, "length of operands", 1.12e-7, static work => Math.ScaleB(1, work.OperandVariables)),
        new(ProvingPhase.Contractions, "linear forms", 8.44e-7, static work => work.FormTerms),
        new(ProvingPhase.Opening, "fixed", 0.000572, static _ => 1),
        new(ProvingPhase.Opening, "committed vector of model and witness", 9.93e-9, static work => Math.ScaleB(1, work.Layout.Variables)),
        new(ProvingPhase.Opening, "elements under linear forms", 2.2e-9, static work => work.FormElements),
        new(ProvingPhase.Opening, "proofs of work", 3.38e-9, static work => work.WorkHashes),
    ];

    /// <summary>The predicted seconds of every term on a machine, in the order of the terms.</summary>
    internal static IReadOnlyList<(CostTerm Term, double Seconds)> Predict(ProvingWork work, MachineSpeed speed) =>
        [.. Terms.Select(term => (term, term.Seconds * term.Count(work) * speed.Factor))];
}
