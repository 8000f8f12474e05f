using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Hashed;
using Prover.Verifier.Hiding;
using Prover.ZeroKnowledge.Tests.Exact;
using Prover.ZeroKnowledge.Tests.Oracle;

namespace Prover.ZeroKnowledge.Tests.Statistics;

/// <summary>
/// The words of F that a proof reveals about its secrets, by kind. What is read off a public model is public and left out.
/// </summary>
internal static class RevealedWords
{
    private static readonly string[] Always =
        ["opened columns", "opened mask column", "salts", "hidden messages", "masked messages", "folded rows", "clear vector"];

    /// <summary>All kinds that are long enough for statistics.</summary>
    public static string[] Kinds(Secrets secrets) => secrets == Secrets.Input
        ? Always : [.. Always, "opened model columns", "model salts", "opened hashed columns", "hashed salts"];

    /// <summary>The words of one kind, in the order of the proof.</summary>
    public static uint[] Of(Secrets secrets, string kind, TranscriptRecord proof)
    {
        ProofExperiment experiment = RealNetwork.Of(secrets).Experiment;
        WhirParameters parameters = experiment.Key.Parameters;
        int columns = parameters.Shape.WitnessColumns, width = parameters.WitnessTree.RowWords;
        // Trees of hashed tensors come first, then the model's, the witness' and those of folded vectors.
        int hashed = experiment.Circuit.Hashed.Length, model = hashed, witness = hashed + 1, folded = hashed + 2;
        return kind switch
        {
            "opened columns" => [.. Rows(witness).Where((_, i) => i % width < columns)],
            "opened mask column" => [.. Rows(witness).Where((_, i) => i % width >= columns && i % width < columns + KoalaBear5.Degree)],
            "salts" => [.. Rows(witness).Where((_, i) => i % width >= columns + KoalaBear5.Degree)],
            "hidden messages" => [.. ProofExplanation.Hidden(proof).SelectMany(Words)],
            "masked messages" =>
            [
                .. proof.Words(QuadraticRound.MaskLabel), .. proof.Words(QuadraticRound.MessageLabel),
                .. proof.Words(QuadraticRound.ValuesLabel), .. proof.Words(OpeningVerifier.MaskSumLabel),
                .. proof.Words(OpeningVerifier.MaskProductsLabel),
                .. proof.Words(FoldingRounds.MessageLabel).Take(2 * KoalaBear5.Degree * parameters.Codes[0].LogColumns),
            ],
            "folded rows" => Rows(folded),
            "opened model columns" => Data(model, parameters.ModelTree.RowWords, parameters.ModelSaltWords),
            "model salts" => Salts(model, parameters.ModelTree.RowWords, parameters.ModelSaltWords),
            "opened hashed columns" => OfHashed(tree => Data(tree, WidthOf(tree), HashedShape.SaltWords)),
            "hashed salts" => OfHashed(tree => Salts(tree, WidthOf(tree), HashedShape.SaltWords)),
            _ => proof.Words(OpeningVerifier.ClearLabel),
        };

        uint[] Rows(int tree) => proof.Words(OpenedRows.RowsLabel, tree);

        uint[] Data(int tree, int words, int salt) => [.. Rows(tree).Where((_, i) => i % words < words - salt)];

        uint[] Salts(int tree, int words, int salt) => [.. Rows(tree).Where((_, i) => i % words >= words - salt)];

        uint[] OfHashed(Func<int, uint[]> words) => [.. Enumerable.Range(0, hashed).SelectMany(words)];

        int WidthOf(int tree) => new HashedShape(experiment.Circuit.Hashed[tree].Count).Tree.RowWords;
    }

    /// <summary>All kinds, end to end.</summary>
    public static uint[] All(Secrets secrets, TranscriptRecord proof) =>
        [.. Kinds(secrets).SelectMany(kind => Of(secrets, kind, proof))];

    private static IEnumerable<uint> Words(KoalaBear5 element) =>
        Enumerable.Range(0, KoalaBear5.Degree).Select(d => element[d].Representative);
}
