using Prover.Proving.Commitments;
using Prover.Proving.Hashed;
using Prover.Proving.Hiding;
using Prover.Proving.Kernels;
using Prover.Proving.Lookups;
using Prover.Proving.Randomness;
using Prover.Proving.Sumchecks;
using Prover.Proving.Transcripts;
using Prover.Proving.Witness;
using Prover.Verifier.Arguments;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Circuits;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Forms;
using Prover.Verifier.Hiding;
using Prover.Verifier.Layouts;
using Prover.Verifier.Lookups;
using Prover.Verifier.Sumchecks;
using Prover.Verifier.Transcripts;

namespace Prover.Proving.Arguments;

/// <summary>The prover's half of the argument, in the order of SPEC §5.6: the mirror of <see cref="ArgumentVerifier"/>.</summary>
internal sealed class ArgumentProver
{
    private readonly ArgumentKey key;
    private readonly KernelSet kernels;
    private readonly PhaseClock clock;
    private readonly CancellationToken cancellation;

    /// <summary>A prover for one circuit.</summary>
    public ArgumentProver(ArgumentKey key, KernelSet kernels, PhaseClock clock, CancellationToken cancellation)
    {
        this.key = key;
        this.kernels = kernels;
        this.clock = clock;
        this.cancellation = cancellation;
    }

    /// <summary>Everything that hides is drawn from this instead of a fresh stream (SPEC §11.1); for tests.</summary>
    internal RandomStream? Randomness { get; init; }

    /// <summary>A digest of the inputs, from which with the statement the witness follows: it hedges the system's randomness.</summary>
    internal ReadOnlyMemory<byte> Inputs { get; init; }

    /// <summary>The commitment of each hashed tensor, in the circuit's order.</summary>
    internal IReadOnlyList<HashedCommitment> Hashed { get; init; } = [];

    /// <summary>The values of the fixed tensors, if the statement is an audit.</summary>
    internal FixedTables? Tables { get; init; }

    /// <summary>The largest number of threads besides those of the kernels.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Watches the transcript; for tests.</summary>
    internal TranscriptObserver? Observer { get; init; }

    /// <summary>One committed vector's columns, end to end.</summary>
    public static FieldBuffer Columns(
        Circuit circuit, CircuitLayout layout, CommittedVector vector, int[][] values, ICodeKernels kernels)
    {
        bool isModel = vector == CommittedVector.Model;
        long start = isModel ? layout.ModelStart : layout.WitnessStart;
        var columns = new FieldBuffer((long)(isModel ? layout.ModelColumns : layout.WitnessColumns) << layout.LogRows);
        for (int tensor = 0; tensor < circuit.Tensors.Length; tensor++)
        {
            if (circuit.Tensors[tensor].Vector != vector) continue;
            foreach (Block block in layout.TensorBlocks[tensor])
            {
                int[] gathered = new int[1 << block.Bits];
                BlockGather.Gather(values[tensor], circuit.Tensors[tensor].Shape, block, gathered);
                kernels.ToMontgomery(gathered, columns.Slice(block.Offset - start, gathered.Length));
            }
        }
        return columns;
    }

    /// <summary>Proves a statement.</summary>
    /// <param name="statement">The statement; its public values are those of the trace.</param>
    /// <param name="trace">The witness.</param>
    /// <param name="model">The model's commitment.</param>
    /// <returns>The messages.</returns>
    public byte[] Prove(Statement statement, WitnessTrace trace, CommittedMatrix model)
    {
        while (true)
        {
            if (TryProve(statement, trace, model) is { } proof) return proof;
        }
    }

    /// <summary>The messages; null if, as one time in 2^31, pads and challenge do not go together: then nothing has been shown.</summary>
    private byte[]? TryProve(Statement statement, WitnessTrace trace, CommittedMatrix model)
    {
        clock.Begin("commit", cancellation);
        WhirParameters parameters = key.Parameters;
        var transcript = new ProverTranscript(Protocol.Domain, Observer) { Grind = (seed, bits) => kernels.Codes.Grind(seed, bits) };
        transcript.Absorb(ArgumentVerifier.StatementLabel, statement.Encode());
        using FieldBuffer columns = Columns(key.Circuit, key.Layout, CommittedVector.Witness, trace.Values, kernels.Codes);
        columns.IsErasedWhenFreed = key.Circuit.Hiding;
        using RandomStream? random =
            key.Circuit.Hiding ? Randomness ?? RandomStream.FromSystem(Inputs.Span, statement.Encode(), Threads) : null;
        KoalaBear5[] pads = random is null ? [] : PadValues.Draw(key.Layout.Pads, random.NextExtension);
        PadValues.Write(pads, key.Layout, columns.Slice(0, (int)columns.Length));
        using var witness = new CommittedMatrix(kernels.Codes, parameters, columns, random);
        transcript.SendDigests(ArgumentVerifier.WitnessCapLabel, witness.Tree.Cap.Span);
        transcript.Harden(key.HardeningBytes, Protocol.HardeningIterations);
        var opening = new OpeningProver(parameters, [model], witness, kernels.Codes, kernels.Algebra, transcript) { Threads = Threads };
        var hidden = new HiddenSender(transcript, key.Layout.Pads, pads);
        OutOfDomainClaim sample = opening.CommitOutOfDomain(hidden.NextPad);
        if (key.Circuit.Hiding && !SamplePad.Hides(key.Layout, sample.Point)) return null;
        HiddenValue sampled = hidden.Ledger.Message([sample.Value])[0];

        BatchedClaims claims = ProveRelations(statement, trace, hidden);
        clock.Begin("opening", cancellation);
        (LinearForm form, KoalaBear5 value) = claims.Batch(
            transcript.Challenge(ArgumentVerifier.BatchLabel), sampled, key.Layout);
        var covector = new ExtensionVector(1L << key.Layout.Variables); // the opening disposes it
        kernels.Algebra.EqTable(sample.Point, KoalaBear5.One, covector);
        Covector.Add(form, covector, kernels.Algebra);
        opening.Open(covector, value);
        Array.Clear(pads);
        clock.End();
        return transcript.ToProof();
    }

    private BatchedClaims ProveRelations(Statement statement, WitnessTrace trace, HiddenSender hidden)
    {
        ProverTranscript transcript = hidden.Transcript;
        clock.Begin("lookups", cancellation);
        transcript.Work(ArgumentVerifier.LookupWorkLabel, key.Parameters.Profile.LookupWork);
        KoalaBear5 alpha = transcript.Challenge(ArgumentVerifier.AlphaLabel), beta = transcript.Challenge(ArgumentVerifier.BetaLabel);
        FractionClaim leaf;
        using (LeafFractions leaves = LeafVectors.Build(key, trace, hidden.Pads, alpha, beta, kernels, Threads))
        {
            leaf = FractionProver.Prove(hidden, leaves, kernels.Algebra);
        }

        clock.Begin("contractions", cancellation);
        var decomposed = new LeafClaims(key.Circuit, key.Layout, leaf.Point, alpha, beta);
        (ExtensionVector a, ExtensionVector b) = new OperandEvaluator(key.Circuit, trace.Values, kernels.Algebra).Evaluate(decomposed);
        HiddenValue accumulators = hidden.Send(ArgumentVerifier.AccumulatorsLabel, [kernels.Algebra.InnerProduct(a, b)])[0];
        SumcheckClaim product = SumcheckProver.Prove(hidden, a, b, accumulators, kernels.Algebra);
        HiddenValue[] operands = hidden.Send(ArgumentVerifier.OperandsLabel, [a[0], b[0]]);
        a.Dispose();
        b.Dispose();
        hidden.Ledger.AddEquation(hidden.Ledger.Product(operands[0], operands[1]) - product.Value);
        HiddenValue[] zeros = QuadraticProver.Prove(hidden);
        LinearForm left = new(decomposed.Binder), right = new(decomposed.Binder);
        var rho = new EqualityPool(product.Point);
        foreach (Segment segment in decomposed.Segments)
        {
            segment.AddForms(rho, key.Layout.TensorBlocks, left, right);
        }

        var claims = new BatchedClaims();
        claims.Add(decomposed.Numerator, leaf.Numerator);
        claims.Add(decomposed.Denominator, leaf.Denominator - accumulators - decomposed.DummyLeaf);
        claims.Add(left, operands[0]);
        claims.Add(right, operands[1]);
        claims.AddZeros(zeros);
        HashedProver.Prove(key, Hashed, transcript, claims);
        claims.AddConstraints(key.Circuit, key.Layout, statement, Tables, transcript.Challenge(ArgumentVerifier.ConstraintsLabel));
        return claims;
    }
}
