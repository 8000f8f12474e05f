using Prover.Proving.Kernels.Simd;
using Prover.Verifier.Commitments;
using Prover.Verifier.Soundness;

namespace Prover.Soundness.Tests.Opening;

public class OpeningCompletenessTests
{
    /// <summary>log2 rows, log2 columns, model start, model columns, witness start, witness columns.</summary>
    public static TheoryData<int, int, int, int, int, int> Shapes => new()
    {
        { 8, 0, 0, 0, 0, 1 },
        { 8, 0, 0, 1, 0, 0 },
        { 8, 1, 0, 1, 1, 1 },
        { 8, 2, 2, 2, 0, 1 },
        { 8, 5, 16, 13, 0, 5 },
        { 9, 2, 0, 3, 3, 1 },
        { 10, 1, 0, 1, 1, 1 },
        { 10, 3, 4, 4, 0, 3 },
        { 11, 0, 0, 0, 0, 1 },
        { 11, 2, 0, 0, 1, 2 },
        { 12, 1, 1, 1, 0, 1 },
        { 13, 1, 0, 1, 1, 1 },
        { 14, 1, 0, 2, 2, 0 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Fast_proofs_are_accepted_and_equal_the_plain_ones(
        int logRows, int logColumns, int modelStart, int model, int witnessStart, int witness)
    {
        var shape = new JointShape(logRows, logColumns, modelStart, model, witnessStart, witness);
        var opening = new OpeningCase(shape, TestProfiles.Short);
        byte[] plain = opening.ProvePlainly(new OpeningCheats());
        Assert.Null(opening.Verify(plain));
        foreach (InstructionSet instructionSet in InstructionSets.Available)
        {
            byte[] fast = opening.Prove(new SimdCodeKernels(instructionSet, 2), SimdAlgebraFactory.Create(instructionSet, 2));
            Assert.Equal(plain, fast);
        }
    }

    [Theory]
    [InlineData(8, 3)]
    [InlineData(11, 2)]
    public void Both_profiles_are_accepted(int logRows, int logColumns)
    {
        int half = 1 << (logColumns - 1);
        foreach (SecurityProfile profile in SecurityProfile.All)
        {
            var codeKernels = new SimdCodeKernels(2);
            var opening = new OpeningCase(new JointShape(logRows, logColumns, 0, half, half, half), profile)
            {
                Grind = (seed, bits) => codeKernels.Grind(seed, bits),
            };
            Assert.Null(opening.Verify(opening.Prove(codeKernels, SimdAlgebraFactory.Create(2))));
        }
    }

    [Fact]
    public void Proofs_of_the_same_statement_are_equal()
    {
        OpeningCase opening = MaliciousOpeningTests.Case(10);
        Assert.Equal(opening.ProvePlainly(new OpeningCheats()), opening.ProvePlainly(new OpeningCheats()));
    }
}
