using Prover.Proving.Commitments;
using Prover.Proving.Kernels;
using Prover.Proving.Randomness;
using Prover.Proving.Refresh;
using Prover.Soundness.Tests.Opening;
using Prover.Verifier;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Refresh;

namespace Prover.Soundness.Tests.Refresh;

/// <summary>
/// An owner whose tree is near two models has its id sealed, and perhaps audited, as one of them and refreshes it to a key of the other one
/// (SPEC §6.10, §8.10). There are so few queries that they often miss all rows of one model.
/// </summary>
public class RefreshBetweenModelsTests
{
    private const int Columns = 3, LogRows = 10, Attempts = 150;

    private static readonly WhirParameters Parameters =
        new(new(LogRows, 3, 0, Columns, 7, 1, true) { ModelOpenings = 2 }, TestProfiles.Toy);

    private static readonly RefreshStatement Statement = new(100, default, default, default);

    private static KernelSet Kernels => KernelSet.Fastest(2);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_tree_between_two_models_is_refreshed_from_or_to_the_sealed_one_only(bool isOldMixed)
    {
        MixedKernels encoder = new(Kernels.Codes);
        using CommittedMatrix first = Commit(1, 1, encoder), second = Commit(2, 2, Kernels.Codes);
        using CommittedMatrix mixed = Commit(2, 3, new MixedKernels(Kernels.Codes, encoder.Encoded));
        ModelSeal seal = new(mixed.Seal!.Point, mixed.Seal.Value);
        ModelSeal others = seal with { Value = MatrixSeal.Of(first, seal.Point, first.Tails!.Rows, Kernels.Algebra).Value };
        Assert.NotEqual(seal.Value, others.Value);
        (CommittedMatrix old, CommittedMatrix renewed) = isOldMixed ? (mixed, second) : (second, mixed);
        int accepted = 0;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            using var random = new RandomStream([.. Enumerable.Repeat((byte)attempt, RandomStream.SeedBytes)]);
            byte[] messages = RefreshProver.Prove(Parameters.OfRefresh(), Statement, old, renewed, random, Kernels);
            bool isMissed = Verify(old, renewed, messages) is null;
            RejectReason? reason = Verify(old, renewed, messages, isOldMixed ? others : null, isOldMixed ? null : others);
            Assert.NotNull(reason);
            if (!isMissed) continue;
            accepted++;
            Assert.Equal(RejectReason.OpeningConstraint, reason);
        }
        Assert.InRange(accepted, 1, Attempts - 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Seals_that_are_off_by_amounts_which_cancel_are_refused(int sign)
    {
        // The two claims have weights of their own: neither sum nor difference of what is false must vanish.
        using CommittedMatrix old = Commit(1, 1, Kernels.Codes), renewed = Commit(1, 2, Kernels.Codes);
        using var random = new RandomStream(new byte[RandomStream.SeedBytes]);
        byte[] messages = RefreshProver.Prove(Parameters.OfRefresh(), Statement, old, renewed, random, Kernels);
        Assert.Null(Verify(old, renewed, messages));
        KoalaBear5 change = TailForm.Basis[2];
        Assert.Equal(RejectReason.OpeningConstraint, Verify(
            old, renewed, messages, Changed(old, change), Changed(renewed, KoalaBear5.FromInteger(sign) * change)));
        // Not even the two seals at one point may change places.
        Assert.Equal(RejectReason.OpeningConstraint, Verify(
            old, renewed, messages, Changed(old, renewed.Seal!.Value - old.Seal!.Value),
            Changed(renewed, old.Seal.Value - renewed.Seal.Value)));
    }

    private static ModelSeal Changed(CommittedMatrix model, KoalaBear5 change) => new(model.Seal!.Point, model.Seal.Value + change);

    private static RejectReason? Verify(
        CommittedMatrix old, CommittedMatrix renewed, byte[] messages, ModelSeal? oldSeal = null, ModelSeal? newSeal = null)
    {
        try
        {
            RefreshArgument.Verify(
                Parameters.OfRefresh(), new(old.Tree.Cap.ToArray(), oldSeal ?? Changed(old, KoalaBear5.Zero)),
                new(renewed.Tree.Cap.ToArray(), newSeal ?? Changed(renewed, KoalaBear5.Zero)), Statement, messages);
            return null;
        }
        catch (ProofRejectedException rejection)
        {
            return rejection.Reason;
        }
    }

    private static CommittedMatrix Commit(int weights, byte seed, ICodeKernels kernels)
    {
        var values = new Random(weights);
        uint[] columns = [.. Enumerable.Range(0, Columns << LogRows).Select(_ => (uint)values.NextInt64(KoalaBear.Order))];
        using var random = new RandomStream([.. Enumerable.Repeat(seed, RandomStream.SeedBytes)]);
        var model = CommittedMatrix.OfModel(kernels, Parameters, FieldBuffer.From(columns), random);
        model.SealAt(SealPoint.Draw(default, Parameters, model.Tree.Cap.Span), Kernels.Algebra);
        return model;
    }
}
