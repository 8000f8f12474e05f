using Prover.Proving;
using Prover.Proving.Circuits;
using Prover.Proving.Commitments;
using Prover.Proving.Kernels;
using Prover.Proving.Randomness;
using Prover.Proving.Refresh;
using Prover.Verifier;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Refresh;
using Prover.Verifier.Soundness;

namespace Prover.Soundness.Tests.Refresh;

/// <summary>A small hidden model under several ids, and provers that refresh it honestly or not.</summary>
internal static class RefreshCase
{
    public const int Proofs = 2;
    private const int Inputs = 4, Weight = 3;

    private static readonly Lazy<ProvingKey> SharedOld = new(() => Key(1)), SharedNew = new(() => Key(2)), SharedThird = new(() => Key(3));

    private static readonly Lazy<RefreshArtefact> SharedProof =
        new(() => Forge(StatementOf(Old.Verification, New.Verification), Old.Model, New.Model));

    /// <summary>A true proof, which takes no use of the shared keys.</summary>
    public static RefreshArtefact Honest => SharedProof.Value;

    public static ProvingKey Old => SharedOld.Value;

    public static ProvingKey New => SharedNew.Value;

    public static ProvingKey Third => SharedThird.Value;

    public static KernelSet Kernels => KernelSet.Fastest(2);

    public static WhirParameters Parameters => Old.Argument.Parameters.OfRefresh();

    /// <summary>A key; equal seeds give equal keys.</summary>
    public static ProvingKey Key(
        byte seed, int changed = 0, int outputs = 3, SecurityProfile? profile = null, string words = "interface", bool hides = true)
    {
        byte[]? secret = hides ? [.. Enumerable.Repeat(seed, RandomStream.SeedBytes)] : null;
        return ProvingKey.Create(
            Network(changed, outputs, hides), profile ?? SecurityProfile.P100, 2, System.Text.Encoding.ASCII.GetBytes(words), secret);
    }

    /// <summary>One dense layer; the circuit does not depend on its weights.</summary>
    public static Network Network(int changed = 0, int outputs = 3, bool hides = true)
    {
        var builder = new NetworkBuilder(hides);
        var random = new Random(5);
        int[] weights = [.. Enumerable.Range(0, Inputs * outputs).Select(_ => random.Next(-Weight, Weight))];
        weights[Inputs * outputs / 2] += changed;
        WeightTensor tensor = new([Inputs, outputs], weights) { Range = new ElementRange(-Weight, Weight) };
        Activation x = builder.Input("x", [1, Inputs], 0, -4, 3, TensorVisibility.Private);
        builder.Output("y", builder.Commit(builder.MatMul("dense", x, tensor, null)), TensorVisibility.Public);
        return builder.Build(hiding: true, modelProofs: hides ? Proofs : 0);
    }

    public static RefreshArtefact Prove(ProvingKey old, ProvingKey renewed)
    {
        using RandomStream random = Randomness();
        return RefreshProver.Prove(
            old, renewed, new() { Threads = 2, CountOldUse = () => { }, CountNewUse = () => { }, Randomness = random });
    }

    /// <summary>What a prover makes that does not care whether the matrices are those of the statement or have the same weights.</summary>
    public static RefreshArtefact Forge(RefreshStatement statement, CommittedMatrix old, CommittedMatrix renewed)
    {
        using RandomStream random = Randomness();
        return new(statement, RefreshProver.Prove(Parameters, statement, old, renewed, random, Kernels));
    }

    /// <summary>A commitment of the model's columns, which may be changed before, encoded as given kernels do.</summary>
    public static CommittedMatrix Commit(byte seed, Action<uint[]> changeColumns, ICodeKernels? kernels = null)
    {
        uint[] columns = Old.Model.Columns.Span.ToArray();
        changeColumns(columns);
        using var random = new RandomStream([.. Enumerable.Repeat(seed, RandomStream.SeedBytes)]);
        var model = CommittedMatrix.OfModel(kernels ?? Kernels.Codes, Old.Argument.Parameters, FieldBuffer.From(columns), random);
        model.SealAt(
            SealPoint.Draw(Old.Verification.CircuitDigest, Old.Argument.Parameters, model.Tree.Cap.Span), Kernels.Algebra);
        return model;
    }

    /// <summary>The verification key of another commitment of the same circuit, whose seal may be off.</summary>
    public static VerificationKey KeyOf(CommittedMatrix model, KoalaBear5 change = default) =>
        new(
            Old.Verification.Profile, Old.Verification.Circuit, model.Tree.Cap.ToArray(), Old.Verification.Interface,
            model.Seal!.Value + change);

    public static RefreshStatement StatementOf(VerificationKey old, VerificationKey renewed) =>
        new(old.Profile, old.CircuitDigest, old.ModelId, renewed.ModelId);

    public static Verdict Verify(VerificationKey old, VerificationKey renewed, RefreshArtefact proof) =>
        RefreshVerifier.Verify(old, renewed, proof.Write(), new());

    private static RandomStream Randomness() => new([.. Enumerable.Repeat((byte)9, RandomStream.SeedBytes)]);
}
