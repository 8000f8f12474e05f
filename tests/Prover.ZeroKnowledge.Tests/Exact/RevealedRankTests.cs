using Prover.Soundness.Tests.Hiding;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.ZeroKnowledge.Tests.Oracle;

namespace Prover.ZeroKnowledge.Tests.Exact;

/// <summary>
/// Degrees of freedom, counted (DECISIONS/0010): what all proofs of one key show together changes with the tails in a space of some rank. A
/// change of secrets is hidden exactly if what it changes lies in that space; then no functional of the revealed words depends on it.
/// </summary>
public class RevealedRankTests
{
    [Theory]
    [InlineData(10, 1, 0, 1, 1, 1, 0)]
    [InlineData(10, 2, 0, 2, 2, 2, 0)]
    [InlineData(10, 1, 0, 1, 1, 1, 1)]
    [InlineData(11, 2, 0, 2, 2, 1, 2)]
    [InlineData(11, 3, 4, 3, 1, 2, 1)]
    public void Tails_hide_all_that_the_proofs_of_a_key_show(
        int logRows, int logColumns, int modelStart, int model, int witnessStart, int witness, int budget)
    {
        var shape = new JointShape(logRows, logColumns, modelStart, model, witnessStart, witness, true) { ModelOpenings = budget };
        Assert.Equal(0, Leaks(shape, Math.Max(1, budget), true, true, true));
    }

    [Fact]
    public void One_proof_too_many_leaks() => Assert.Equal(3, Leaks(Hidden, Hidden.ModelOpenings + 1, true, true, true));

    [Fact]
    public void Without_tails_of_the_model_one_proof_leaks() => Assert.Equal(3, Leaks(Hidden, 1, false, true, true));

    [Fact]
    public void Without_seal_rows_the_seal_leaks() => Assert.Equal(3, Leaks(Hidden, 1, true, false, true));

    [Fact]
    public void Without_tails_of_the_witness_one_proof_leaks() => Assert.Equal(5, Leaks(Hidden, 1, true, true, false));

    private static JointShape Hidden => new(10, 1, 0, 1, 1, 1, true) { ModelOpenings = 1 };

    /// <summary>How many of five changes of secrets show, three of which change a hidden model.</summary>
    private static int Leaks(JointShape shape, int proofs, bool queryRows, bool sealRows, bool witnessTails)
    {
        var openings = new KeyOpenings(shape, proofs);
        (uint[] Model, uint[][] Witnesses) first = openings.Secrets(0, false);
        uint[] noTails = openings.ModelTails(0, false, false);
        uint[][] none = [.. Enumerable.Range(0, proofs).Select(_ => new uint[openings.WitnessTails])];
        KoalaBear[] known = openings.Reveal(first, noTails, none);
        var span = new LinearSpan();
        int freedom = openings.FreeModelTails + (witnessTails ? proofs * openings.WitnessTails : 0);
        for (int seed = 1; seed <= freedom + 2; seed++)
        {
            uint[] model = openings.ModelTails(seed, queryRows, sealRows);
            uint[][] witness = witnessTails
                ? [.. Enumerable.Range(0, proofs).Select(i => ScriptedRandomness.Uniform(openings.WitnessTails, (1000 * seed) + i))] : none;
            span.Add(Difference(openings.Reveal(first, model, witness), known));
        }
        return Enumerable.Range(1, 5).Count(
            seed => span.Add(Difference(openings.Reveal(openings.Secrets(seed, seed <= 3), noTails, none), known)));
    }

    private static KoalaBear[] Difference(KoalaBear[] left, KoalaBear[] right) => [.. left.Zip(right, (x, y) => x - y)];
}
