using Prover.Proving.Arguments;
using Prover.Proving.Hiding;
using Prover.Proving.Kernels;
using Prover.Verifier.Arguments;
using Prover.Verifier.Circuits;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Forms;
using Prover.Verifier.Hiding;
using Prover.Verifier.Lookups;
using Prover.Verifier.Sumchecks;
using Prover.ZeroKnowledge.Tests.Oracle;

namespace Prover.ZeroKnowledge.Tests.Exact;

/// <summary>
/// Randomness under which another witness of the statement gives the same proof (SPEC §11.5). Whoever has a proof and guesses a witness can
/// compute all of it but the opening's part, whose starting point is the true randomness; so what cannot be solved for is a leak.
/// </summary>
internal sealed class ProofExplanation(ProofExperiment experiment, ProgrammedOracle oracle, byte[] proof, TranscriptRecord record)
{
    private static readonly string[] HiddenLabels =
    [
        FractionLayer.MessageLabel, FractionLayer.ChildrenLabel, ArgumentVerifier.AccumulatorsLabel, SumcheckVerifier.MessageLabel,
        ArgumentVerifier.OperandsLabel,
    ];

    private readonly PadPlan plan = experiment.Key.Layout.Pads;

    private KoalaBear5[] Weights { get; } = MultilinearExtension.EqualityTable(
        oracle.Elements(QuadraticRound.ChallengeLabel, 0, experiment.Key.Layout.Pads.Variables));

    /// <summary>The hidden elements as they were sent, in the order of their pads.</summary>
    public static KoalaBear5[] Hidden(TranscriptRecord record) =>
    [
        record.Elements(OutOfDomainClaim.ValueLabel)[0],
        .. record.Messages.Where(message => HiddenLabels.Contains(message.Label)).SelectMany(message => Elements(message.Bytes)),
    ];

    /// <summary>The pads' labels, in order.</summary>
    public static string[] LabelsOfPads(TranscriptRecord record) =>
    [
        OutOfDomainClaim.ValueLabel,
        .. record.Messages.Where(message => HiddenLabels.Contains(message.Label))
            .SelectMany(message => Enumerable.Repeat(message.Label, message.Bytes.Length / KoalaBear5.Bytes)),
    ];

    /// <summary>All randomness with which the guessed witness explains the proof.</summary>
    /// <param name="guess">The guess.</param>
    /// <param name="truth">The witness.</param>
    /// <param name="random">The randomness of the proof.</param>
    /// <param name="model">How the guess' hidden model explains what all proofs open of it; null if it is the true one.</param>
    public uint[] Randomness(ProofWitness guess, ProofWitness truth, uint[] random, ModelExplanation? model = null)
    {
        KoalaBear5[] true1 = TruePads(random), pads = MessagePads(guess);
        SolveDummies(pads, true1[plan.FirstDummy]);
        SolveMask(guess, pads);
        SolveSample(guess, pads);
        (OutOfDomainClaim sample, LinearForm form, _) =
            PublicClaim.After(experiment.Key, experiment.StatementOf(truth), oracle, proof, experiment.Tables);
        using var covector = new ExtensionVector(1L << experiment.Key.Layout.Variables);
        ProofExperiment.Kernels.Algebra.EqTable(sample.Point, KoalaBear5.One, covector);
        Covector.Add(form, covector, ProofExperiment.Kernels.Algebra);
        OpeningExperiment opening = new(experiment.Key.Parameters, oracle, covector.ToArray(), experiment.Circuit.Hashed.Length);
        int words = KoalaBear5.Degree * plan.Count;
        return [.. Words(pads), .. OpeningExplanation.Of(opening, Columns(truth, true1), Columns(guess, pads), random[words..], model)];
    }

    /// <summary>The pads of messages, their products, and the dummy leaf if the guess is right; all other pads are 0.</summary>
    public KoalaBear5[] MessagePads(ProofWitness guess)
    {
        var pads = new KoalaBear5[plan.Count];
        pads[plan.DummyLeaf] = KoalaBear5.One;
        KoalaBear5 product = Run(guess, pads).Elements(FractionLayer.RootLabel)[1];
        pads[plan.DummyLeaf] = record.Elements(FractionLayer.RootLabel)[1] * product.Inverse();
        KoalaBear5[] sent = Hidden(record), values = Hidden(Run(guess, pads));
        for (int i = 1; i < sent.Length; i++) pads[i] = sent[i] - values[i];
        Multiply(pads);
        return pads;
    }

    /// <summary>What is left of X(r), Y(r), Z(r) for the dummy triples if the guess is right.</summary>
    public KoalaBear5[] DummyShares(KoalaBear5[] pads)
    {
        KoalaBear5[] shares = record.Elements(QuadraticRound.ValuesLabel);
        for (int i = 0; i < plan.Products.Length; i++)
        {
            (int left, int right, int product) = plan.Triple(i);
            shares[0] -= Weights[i] * pads[left];
            shares[1] -= Weights[i] * pads[right];
            shares[2] -= Weights[i] * pads[product];
        }
        return shares;
    }

    /// <summary>The eq weights of the two dummies.</summary>
    public (KoalaBear5 First, KoalaBear5 Second) DummyWeights => (Weights[plan.Products.Length], Weights[plan.Products.Length + 1]);

    /// <summary>Dummy triples that make X(r), Y(r), Z(r) those of the proof; one factor is free.</summary>
    public void SolveDummies(KoalaBear5[] pads, KoalaBear5 free)
    {
        KoalaBear5[] shares = DummyShares(pads);
        (KoalaBear5 e, KoalaBear5 f) = DummyWeights;
        // e x + f u = X, e y + f v = Y, e x y + f u v = Z with x given: linear in y.
        KoalaBear5 x = free, u = (shares[0] - (e * x)) * f.Inverse();
        KoalaBear5 y = (shares[2] - (u * shares[1])) * ((e * x) - (e * u)).Inverse();
        KoalaBear5 v = (shares[1] - (e * y)) * f.Inverse();
        (pads[plan.FirstDummy], pads[plan.FirstDummy + 1]) = (x, y);
        (pads[plan.FirstDummy + 3], pads[plan.FirstDummy + 4]) = (u, v);
        Multiply(pads);
    }

    /// <summary>A mask that makes the sum and the messages of the check of products those of the proof.</summary>
    public void SolveMask(ProofWitness guess, KoalaBear5[] pads)
    {
        int variables = plan.Variables;
        KoalaBear5[] sent = record.Elements(QuadraticRound.MessageLabel), own = Run(guess, pads).Elements(QuadraticRound.MessageLabel);
        KoalaBear5[] point = oracle.Elements(QuadraticRound.ChallengeLabel, 0, variables);
        KoalaBear5 claim = record.Elements(QuadraticRound.MaskLabel)[0], others = default, first = claim;
        for (int i = 0; i < variables; i++)
        {
            KoalaBear5[] message = [sent[3 * i] - own[3 * i], sent[(3 * i) + 1] - own[(3 * i) + 1], sent[(3 * i) + 2] - own[(3 * i) + 2]];
            KoalaBear5 linear = claim - message[0] - message[0] - message[1] - message[2];
            KoalaBear scale = KoalaBear.FromInteger(1L << (variables - i - 1)).Inverse();
            KoalaBear5[] coefficients = [linear * scale, message[1] * scale, message[2] * scale];
            for (int k = 0; k < 3; k++)
            {
                pads[plan.FirstMask + 1 + (3 * i) + k] = coefficients[k];
                others += coefficients[k];
            }
            claim = QuadraticRound.Next(message, claim, point[i]);
        }
        // The sum over the cube is 2^variables g_0 + 2^(variables - 1) (all others).
        pads[plan.FirstMask] = (first * KoalaBear.FromInteger(1L << variables).Inverse()) - (others * KoalaBear.FromInteger(2).Inverse());
    }

    /// <summary>Randomness that consists of pads and zeros.</summary>
    public uint[] OnlyPads(KoalaBear5[] pads)
    {
        uint[] random = new uint[experiment.RandomLength];
        Words(pads).CopyTo(random, 0);
        return random;
    }

    /// <summary>The pads that the product's prover makes of the words it draws.</summary>
    public KoalaBear5[] TruePads(uint[] random)
    {
        using var script = new ScriptedRandomness(random);
        return PadValues.Draw(plan, script.NextExtension);
    }

    /// <summary>The pad of the out-of-domain value, which is a value of the vector that the pad itself is part of.</summary>
    private void SolveSample(ProofWitness guess, KoalaBear5[] pads)
    {
        KoalaBear5 missing = Hidden(record)[0] - Hidden(Run(guess, pads))[0];
        KoalaBear5[] weights = MultilinearExtension.EqualityTable(
            oracle.Elements(OutOfDomainClaim.PointLabel, 0, experiment.Key.Layout.Variables));
        KoalaBear5[] effects = [.. TailForm.Basis.Select(basis =>
        {
            var unit = new KoalaBear5[plan.Count];
            unit[0] = basis;
            uint[] columns = new uint[experiment.Key.Layout.WitnessColumns << experiment.Key.Layout.LogRows];
            PadValues.Write(unit, experiment.Key.Layout, columns);
            return basis + weights[experiment.Key.Layout.WitnessStart + Array.FindIndex(columns, word => word != 0)];
        })];
        KoalaBear[] slots = LinearSystem.Solve(
            [.. Enumerable.Range(0, KoalaBear5.Degree).Select(d => effects.Select(effect => effect[d]).ToArray())],
            [.. Enumerable.Range(0, KoalaBear5.Degree).Select(d => missing[d])]);
        pads[0] = new(slots[0], slots[1], slots[2], slots[3], slots[4]);
    }

    private void Multiply(KoalaBear5[] pads)
    {
        for (int i = 0; i < plan.TripleCount; i++)
        {
            (int left, int right, int product) = plan.Triple(i);
            pads[product] = pads[left] * pads[right];
        }
    }

    private TranscriptRecord Run(ProofWitness witness, KoalaBear5[] pads) => experiment.Prove(witness, OnlyPads(pads), oracle).Record;

    private uint[] Columns(ProofWitness witness, KoalaBear5[] pads)
    {
        using FieldBuffer columns = ArgumentProver.Columns(
            experiment.Circuit, experiment.Key.Layout, CommittedVector.Witness, witness.Values, ProofExperiment.Kernels.Codes);
        PadValues.Write(pads, experiment.Key.Layout, columns.Span);
        return columns.Span.ToArray();
    }

    private static uint[] Words(KoalaBear5[] elements) =>
        [.. elements.SelectMany(element => Enumerable.Range(0, KoalaBear5.Degree).Select(d => element[d].Representative))];

    private static IEnumerable<KoalaBear5> Elements(byte[] bytes) =>
        bytes.Chunk(KoalaBear5.Bytes).Select(chunk => Verifier.Transcripts.FieldEncoding.ReadExtension(chunk));
}
