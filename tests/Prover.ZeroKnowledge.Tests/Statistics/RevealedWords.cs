using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Hiding;
using Prover.ZeroKnowledge.Tests.Exact;
using Prover.ZeroKnowledge.Tests.Oracle;

namespace Prover.ZeroKnowledge.Tests.Statistics;

/// <summary>The words of F that a proof reveals about its witness, by kind. What is read off the model is public and left out.</summary>
internal static class RevealedWords
{
    /// <summary>All kinds that are long enough for statistics.</summary>
    public static readonly string[] Kinds =
        ["opened columns", "opened mask column", "salts", "hidden messages", "masked messages", "folded rows", "clear vector"];

    /// <summary>The words of one kind, in the order of the proof.</summary>
    public static uint[] Of(string kind, TranscriptRecord proof)
    {
        WhirParameters parameters = RealNetwork.Shared.Experiment.Key.Parameters;
        int columns = parameters.Shape.WitnessColumns, width = parameters.WitnessTree.RowWords;
        return kind switch
        {
            "opened columns" => [.. Rows(1).Where((_, i) => i % width < columns)],
            "opened mask column" => [.. Rows(1).Where((_, i) => i % width >= columns && i % width < columns + KoalaBear5.Degree)],
            "salts" => [.. Rows(1).Where((_, i) => i % width >= columns + KoalaBear5.Degree)],
            "hidden messages" => [.. ProofExplanation.Hidden(proof).SelectMany(Words)],
            "masked messages" =>
            [
                .. proof.Words(QuadraticRound.MaskLabel), .. proof.Words(QuadraticRound.MessageLabel),
                .. proof.Words(QuadraticRound.ValuesLabel), .. proof.Words(OpeningVerifier.MaskSumLabel),
                .. proof.Words(OpeningVerifier.MaskProductsLabel),
                .. proof.Words(FoldingRounds.MessageLabel).Take(2 * KoalaBear5.Degree * parameters.Codes[0].LogColumns),
            ],
            "folded rows" => Rows(2),
            _ => proof.Words(OpeningVerifier.ClearLabel),
        };

        uint[] Rows(int tree) => proof.Words(OpenedRows.RowsLabel, tree);
    }

    /// <summary>All kinds, end to end.</summary>
    public static uint[] All(TranscriptRecord proof) => [.. Kinds.SelectMany(kind => Of(kind, proof))];

    private static IEnumerable<uint> Words(KoalaBear5 element) =>
        Enumerable.Range(0, KoalaBear5.Degree).Select(d => element[d].Representative);
}
