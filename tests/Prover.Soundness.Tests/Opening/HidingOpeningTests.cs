using Prover.Proving.Kernels;
using Prover.Proving.Kernels.Simd;
using Prover.Verifier;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Soundness;

namespace Prover.Soundness.Tests.Opening;

/// <summary>Openings that hide the witness (SPEC §6.9).</summary>
public class HidingOpeningTests
{
    /// <summary>log2 rows, log2 columns, model start, model columns, witness start, witness columns.</summary>
    public static TheoryData<int, int, int, int, int, int> Shapes => new()
    {
        { 10, 0, 0, 0, 0, 1 },
        { 10, 1, 0, 1, 1, 1 },
        { 10, 3, 4, 4, 0, 3 },
        { 11, 2, 0, 0, 1, 2 },
        { 12, 1, 1, 1, 0, 1 },
        { 13, 2, 0, 2, 2, 2 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Proofs_are_accepted_and_alike_on_every_path(
        int logRows, int logColumns, int modelStart, int model, int witnessStart, int witness)
    {
        var shape = new JointShape(logRows, logColumns, modelStart, model, witnessStart, witness, true);
        var opening = new OpeningCase(shape, TestProfiles.Short);
        byte[] reference = opening.Prove(KernelSet.Reference.Codes, KernelSet.Reference.Algebra);
        Assert.Null(opening.Verify(reference));
        foreach (InstructionSet set in InstructionSets.Available)
        {
            Assert.Equal(reference, opening.Prove(new SimdCodeKernels(set, 2), SimdAlgebraFactory.Create(set, 2)));
        }
    }

    [Fact]
    public void Another_seed_gives_another_proof()
    {
        OpeningCase opening = Case();
        byte[] first = Prove(opening);
        opening.Seed = 2;
        byte[] second = Prove(opening);
        Assert.NotEqual(first, second);
        Assert.Null(opening.Verify(second));
    }

    [Fact]
    public void A_false_claim_is_refused()
    {
        OpeningCase opening = Case();
        opening.Value += KoalaBear5.One;
        Assert.Equal(RejectReason.OpeningConstraint, opening.Verify(Prove(opening)));
    }

    [Fact]
    public void A_flipped_bit_anywhere_is_refused()
    {
        // Mask sum, masked rounds, mask products, mask words and salts of the opened rows are all on the way.
        OpeningCase opening = Case();
        byte[] proof = Prove(opening);
        for (int position = 0; position < proof.Length; position += 101)
        {
            byte bit = (byte)(1 << (position % 8));
            proof[position] ^= bit;
            Assert.NotNull(opening.Verify(proof));
            proof[position] ^= bit;
        }
    }

    [Fact]
    public void Every_size_reaches_its_profile()
    {
        foreach (SecurityProfile profile in SecurityProfile.All)
        {
            for (int logRows = WhirParameters.LeastHidingLogRows; logRows <= WhirParameters.GreatestLogRows; logRows++)
            {
                for (int logColumns = 0; logColumns <= WhirParameters.GreatestLogColumns; logColumns += 3)
                {
                    var parameters = new WhirParameters(new JointShape(logRows, logColumns, 0, 0, 0, 1, true), profile);
                    WhirCode code = parameters.Codes[0];
                    Assert.True(code.TailRows >= code.Queries + TailForm.MaskRows(logColumns));
                    Assert.True(Calculate(parameters).Reaches(profile.Bits), $"{profile}: 2^{logRows} rows, 2^{logColumns} columns");
                }
            }
        }
    }

    private static SoundnessReport Calculate(WhirParameters parameters) => SoundnessCalculator.Calculate(new()
    {
        Opening = parameters,
        Leaves = 1 << 20,
        LogLeaves = 20,
        TupleWidth = 6,
        InnerProductVariables = 20,
        LinearClaims = 10,
    });

    private static OpeningCase Case() => new(new JointShape(10, 3, 4, 4, 0, 3, true), TestProfiles.Short);

    private static byte[] Prove(OpeningCase opening) => opening.Prove(new SimdCodeKernels(2), SimdAlgebraFactory.Create(2));
}
