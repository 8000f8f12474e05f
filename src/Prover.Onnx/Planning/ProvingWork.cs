using Prover.Proving.Circuits;
using Prover.Verifier.Arguments;
using Prover.Verifier.Circuits;
using Prover.Verifier.Commitments;
using Prover.Verifier.Hashed;
using Prover.Verifier.Layouts;
using Prover.Verifier.Soundness;

namespace Prover.Onnx.Planning;

/// <summary>How much one proof has to do, counted from the circuit alone: what time, memory and proof size follow from.</summary>
public sealed record ProvingWork
{
    /// <summary>Multiplications of all accumulators.</summary>
    public required long Products { get; init; }

    /// <summary>Elements of all witness tensors, multiplicities included.</summary>
    public required long WitnessElements { get; init; }

    /// <summary>Elements of all model tensors.</summary>
    public required long ModelElements { get; init; }

    /// <summary>Leaves of the fraction tree that are in use.</summary>
    public required long Leaves { get; init; }

    /// <summary>Columns of all leaves, which are gathered and weighted one by one.</summary>
    public required long LeafColumns { get; init; }

    /// <summary>log2 of the length of the inner product's operands (SPEC §5.3).</summary>
    public required int OperandVariables { get; init; }

    /// <summary>Elements that the operands are contracted from.</summary>
    public required long OperandElements { get; init; }

    /// <summary>Terms of linear forms, each with axis vectors of its own (SPEC §5.9).</summary>
    public required long FormTerms { get; init; }

    /// <summary>Elements that the terms of linear forms cover.</summary>
    public required long FormElements { get; init; }

    /// <summary>Bytes of public values in a proof.</summary>
    public required long PublicBytes { get; init; }

    /// <summary>The shapes of hashed tensors, each of which a proof opens rows of.</summary>
    public IReadOnlyList<HashedShape> Hashed { get; init; } = [];

    /// <summary>The layout of the committed vectors.</summary>
    public required CircuitLayout Layout { get; init; }

    /// <summary>The parameters of the opening.</summary>
    public required WhirParameters Opening { get; init; }

    /// <summary>Words of the witness' tree's rows, the mask column and the salts included.</summary>
    public long WitnessCodeword => (long)Opening.WitnessTree.RowWords << Opening.Codes[0].LogLength;

    /// <summary>Elements of the model's codewords, which the key holds.</summary>
    public long ModelCodeword => (long)Layout.ModelColumns << Opening.Codes[0].LogLength;

    /// <summary>Words of the codewords of all folded vectors.</summary>
    public long FoldedCodewords => Enumerable.Range(1, Opening.Codes.Count - 1)
        .Sum(code => (long)Opening.FoldedTree(code).RowWords << Opening.Codes[code].LogLength);

    /// <summary>Hashes that the proofs of work are expected to take.</summary>
    public double WorkHashes => Work(Opening.Profile.LookupWork)
        + Opening.Codes.Sum(code => (code.LogColumns * Work(code.FoldWork)) + Work(code.QueryWork))
        + (Hashed.Count * Work(Opening.Profile.QueryWork));

    /// <summary>Counts the work for a network.</summary>
    /// <param name="network">The compiled network.</param>
    /// <param name="profile">The security profile.</param>
    /// <exception cref="ArgumentException">The profile cannot be met by a circuit of this size.</exception>
    public static ProvingWork Of(Network network, SecurityProfile profile)
    {
        ArgumentNullException.ThrowIfNull(network);
        Circuit circuit = network.Circuit;
        var key = new ArgumentKey(circuit, 0, profile);
        var reads = new ReadCounter(circuit, key.Layout);
        return new ProvingWork
        {
            Products = network.Statistics.Products,
            WitnessElements = Elements(circuit, CommittedVector.Witness),
            ModelElements = Elements(circuit, CommittedVector.Model),
            Leaves = key.Layout.LeafCount,
            LeafColumns = circuit.Rows.Sum(static rows => rows.Count * rows.Columns.Sum(static column => (long)column.Length)),
            OperandVariables = reads.OperandVariables,
            OperandElements = reads.OperandElements,
            FormTerms = reads.FormTerms,
            FormElements = reads.FormElements,
            PublicBytes = circuit.Publics.Sum(tensor => circuit.Tensors[tensor.Tensor].Count * Width(tensor)),
            Hashed = [.. circuit.Hashed.Select(static tensor => new HashedShape(tensor.Count))],
            Layout = key.Layout,
            Opening = key.Parameters,
        };
    }

    private static double Work(int bits) => bits == 0 ? 0 : Math.ScaleB(1, bits);

    private static long Elements(Circuit circuit, CommittedVector vector) =>
        circuit.Tensors.Where(tensor => tensor.Vector == vector).Sum(static tensor => tensor.Count);

    private static long Width(PublicTensor tensor) => ((long)tensor.High - tensor.Low) switch
    {
        <= byte.MaxValue => 1,
        <= ushort.MaxValue => 2,
        _ => 4,
    };
}
