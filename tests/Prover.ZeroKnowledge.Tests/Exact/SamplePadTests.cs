using System.Runtime.InteropServices;
using Prover.Proving.Arguments;
using Prover.Proving.Hiding;
using Prover.Proving.Witness;
using Prover.Soundness.Tests.Circuits;
using Prover.Verifier.Arguments;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Layouts;
using Prover.Verifier.Transcripts;
using Prover.ZeroKnowledge.Tests.Oracle;

namespace Prover.ZeroKnowledge.Tests.Exact;

/// <summary>
/// The out-of-domain value's pad lies in the vector that is sampled (DECISIONS/0010). At some points part of it cancels, so that the value
/// shows a functional of the witness; no proof is made there.
/// </summary>
public class SamplePadTests
{
    private static readonly ProofExperiment Subject = ProofExperiment.EveryRelation;
    private static readonly CircuitLayout Layout = Subject.Key.Layout;

    [Fact]
    public void At_a_point_where_part_of_the_pad_cancels_it_does_not_hide()
    {
        Assert.True(SamplePad.Hides(Layout, Enumerable.Repeat(KoalaBear5.One + KoalaBear5.One, Layout.Variables).ToArray()));
        KoalaBear5[] bad = CancellingPoint();
        Assert.False(SamplePad.Hides(Layout, bad));

        // What the value adds up from the pad's entry 0 is X^0 + eq(z, address) = 0: whatever that entry is, the value is the same.
        Assert.Equal(-KoalaBear5.One, MultilinearExtension.EqualityAt(bad, AddressOfFirstEntry()));
    }

    [Fact]
    public void A_prover_begins_again_where_part_of_the_pad_cancels()
    {
        KoalaBear5[] bad = CancellingPoint();
        var record = new TranscriptRecord();
        int drawn = 0;
        var prover = new ArgumentProver(Subject.Key, ProofExperiment.Kernels, new PhaseClock(), default)
        {
            Observer = (step, label, bytes) =>
            {
                if (step == TranscriptStep.Challenge && label == OutOfDomainClaim.PointLabel && drawn < bad.Length)
                {
                    // The first point is the bad one; a transcript uses what its observer leaves.
                    Span<byte> programmed = MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(bytes), bytes.Length);
                    for (int i = 0; i < KoalaBear5.Degree; i++) MemoryMarshal.Write(programmed[(4 * i)..], bad[drawn][i].Representative);
                    drawn++;
                }
                record.Note(step, label, bytes);
            },
        };
        int[][] values = EveryRelationWitness.Solve(1);
        Statement statement = Subject.StatementOf(values);
        var trace = new WitnessTrace(Subject.Circuit, values, new int[]?[Subject.Circuit.Rows.Length], isForged: true);
        byte[] proof = prover.Prove(statement, trace, Subject.Model);
        byte[][] caps =
            [.. record.Messages.Where(message => message.Label == ArgumentVerifier.WitnessCapLabel).Select(message => message.Bytes)];
        Assert.Equal(2, caps.Length);
        Assert.NotEqual(caps[0], caps[1]);
        Assert.True(proof.AsSpan().StartsWith(caps[1]));
        Assert.Null(Subject.Verify(statement, proof, null));
    }

    /// <summary>A point at which eq is -1 at the first entry of pad 0 and 0 at its others.</summary>
    private static KoalaBear5[] CancellingPoint()
    {
        long address = AddressOfFirstEntry();
        KoalaBear5[] point = [.. Enumerable.Range(0, Layout.Variables).Select(
            bit => (address >> (Layout.Variables - 1 - bit) & 1) == 1 ? KoalaBear5.One : default)];
        // The topmost bit is the same for all entries of the box: (1 - x) or x is to be -1.
        point[0] = point[0] == KoalaBear5.One ? -KoalaBear5.One : KoalaBear5.One + KoalaBear5.One;
        return point;
    }

    private static long AddressOfFirstEntry() =>
        Layout.PadBlocks.First(block => block.Chunks[0].Start == 0 && block.Chunks[1].Start == 0).Offset;
}
