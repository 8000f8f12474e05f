using Prover.Proving.Witness;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Circuits;

namespace Prover.Proving.Artefacts;

/// <summary>Witness steps as numbers: which rows or constraint a step belongs to, and which tensors it writes (SPEC §8.6).</summary>
internal static class WitnessStepEncoding
{
    /// <summary>The kind and the numbers of a step.</summary>
    public static (WitnessStepKind Kind, int[] Numbers) Encode(WitnessStep step) => step switch
    {
        CommitStep commit => (WitnessStepKind.Commit, [commit.Rows, commit.Output]),
        MaximumStep maximum => (WitnessStepKind.Maximum, [maximum.Rows, maximum.Output]),
        PairStep pair => (WitnessStepKind.Pair, [pair.Rows, pair.Output]),
        RangeCheckStep range => (WitnessStepKind.RangeCheck, [range.Rows]),
        RecommitStep copy => (WitnessStepKind.Recommit, [copy.Constraint]),
        RequantiseStep rescale =>
            (WitnessStepKind.Requantise, [rescale.Rows, rescale.Range, rescale.Quotient, rescale.Remainder, rescale.Span,
                .. rescale.Multiple < 0 ? Array.Empty<int>() : [rescale.MultipleRows, rescale.Multiple]]),
        UnaryStep unary => (WitnessStepKind.Unary, [unary.Rows, unary.Output]),
        _ => throw new ArgumentException($"the step {step.GetType().Name} has no encoding", nameof(step)),
    };

    /// <summary>The step of a kind and numbers, all of which must exist in the circuit.</summary>
    /// <exception cref="MalformedArtefactException">They do not.</exception>
    public static WitnessStep Decode(WitnessStepKind kind, string node, int[] numbers, Circuit circuit)
    {
        int Rows(int position) =>
            At(position, rows => rows < circuit.Rows.Length && !circuit.Rows[rows].IsTable, "rows of lookups");
        int Output(int position) => At(
            position,
            tensor => tensor < circuit.Tensors.Length && circuit.Tensors[tensor].Vector == CommittedVector.Witness,
            "a tensor of the witness");
        int At(int position, Func<int, bool> exists, string what)
        {
            int number = numbers[position];
            return number >= 0 && exists(number) ? number : throw Malformed($"{node}: {number} is not {what}");
        }

        bool hasMultiple = kind == WitnessStepKind.Requantise && numbers.Length == Count(kind) + 2;
        if (!hasMultiple && numbers.Length != Count(kind)) throw Malformed($"{node}: a step of kind {kind} has {numbers.Length} numbers");
        return kind switch
        {
            WitnessStepKind.Commit => new CommitStep(node, Rows(0), Output(1)),
            WitnessStepKind.Maximum => new MaximumStep(node, Rows(0), Output(1)),
            WitnessStepKind.Pair => new PairStep(node, Rows(0), Output(1)),
            WitnessStepKind.RangeCheck => new RangeCheckStep(node, Rows(0)),
            WitnessStepKind.Recommit =>
                new RecommitStep(node, At(0, number => number < circuit.Constraints.Length, "a linear constraint")),
            WitnessStepKind.Requantise => new RequantiseStep(
                node, Rows(0), Rows(1), Output(2), Output(3), Output(4), hasMultiple ? Rows(5) : -1, hasMultiple ? Output(6) : -1),
            _ => new UnaryStep(node, Rows(0), Output(1)),
        };
    }

    private static int Count(WitnessStepKind kind) => kind switch
    {
        WitnessStepKind.RangeCheck or WitnessStepKind.Recommit => 1,
        WitnessStepKind.Requantise => 5,
        _ => 2,
    };

    private static MalformedArtefactException Malformed(string message) => new(ArtefactFault.Malformed, message);
}
