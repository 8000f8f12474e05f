using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Hashing;
using Prover.Verifier.Soundness;

namespace Prover.Onnx.Planning;

/// <summary>
/// The size of a proof file, message by message (SPEC §5.6, §6). Only the drawn positions are unknown beforehand: rows and paths
/// are counted at their expectation.
/// </summary>
public static class ProofSize
{
    /// <summary>Two elements of E, the message of one sumcheck round.</summary>
    private const int RoundBytes = 2 * KoalaBear5.Bytes;

    private const int NonceBytes = 8;

    /// <summary>Digests and framing of the file around statement and messages.</summary>
    private const int FileBytes = 200;

    /// <summary>The expected size in bytes.</summary>
    public static long Expected(ProvingWork work)
    {
        ArgumentNullException.ThrowIfNull(work);
        int leaves = work.Layout.LogLeaves;
        long relations = Nonce(work.Opening.Profile.LookupWork)
            + RoundBytes + ((long)leaves * (leaves - 1) / 2 * RoundBytes) + (leaves * 4L * KoalaBear5.Bytes)
            + (3L * KoalaBear5.Bytes) + ((long)work.OperandVariables * RoundBytes);
        return FileBytes + work.PublicBytes + relations + Hiding(work) + (long)Opening(work.Opening) + (long)Hashed(work);
    }

    /// <summary>Of each hashed tensor digest, root, value and rows (SPEC §5.10).</summary>
    private static double Hashed(ProvingWork work)
    {
        SecurityProfile profile = work.Opening.Profile;
        return work.Hashed.Sum(shape =>
            (2 * Digest.Bytes) + KoalaBear5.Bytes + Nonce(profile.QueryWork) + Rows(shape.Tree, shape.Queries(profile)));
    }

    /// <summary>Products of pads (SPEC §11.4) and the masks of the opening (SPEC §6.9); pads add nothing to messages.</summary>
    private static long Hiding(ProvingWork work)
    {
        if (!work.Opening.Shape.Hiding) return 0;
        int quadratic = 1 + (3 * work.Layout.Pads.Variables) + 3;
        return ((quadratic + 3L) * KoalaBear5.Bytes) + Nonce(work.Opening.Codes[0].FoldWork);
    }

    private static double Opening(WhirParameters parameters)
    {
        double bytes = (Digest.Bytes * parameters.WitnessTree.CapLength) + KoalaBear5.Bytes
            + ((long)KoalaBear5.Bytes << parameters.ClearVariables) + (RoundBytes * parameters.ClearVariables);
        for (int number = 0; number < parameters.Codes.Count; number++)
        {
            WhirCode code = parameters.Codes[number];
            bytes += (code.LogColumns * (RoundBytes + Nonce(code.FoldWork))) + Nonce(code.QueryWork);
            if (number > 0)
            {
                MerkleShape tree = parameters.FoldedTree(number);
                bytes += (Digest.Bytes * tree.CapLength) + KoalaBear5.Bytes + Rows(tree, code.Queries);
                continue;
            }

            if (parameters.Shape.ModelColumns > 0) bytes += Rows(parameters.ModelTree, code.Queries);
            if (parameters.Shape.WitnessColumns > 0) bytes += Rows(parameters.WitnessTree, code.Queries);
        }

        return bytes;
    }

    /// <summary>Rows at drawn positions and the siblings of their pruned path.</summary>
    private static double Rows(MerkleShape tree, int queries)
    {
        double bytes = Distinct(tree.LogRows, queries) * tree.RowWords * sizeof(uint);
        for (int level = tree.LogRows; level > tree.LogCap; level--)
        {
            bytes += Digest.Bytes * ((2 * Distinct(level - 1, queries)) - Distinct(level, queries));
        }

        return bytes;
    }

    /// <summary>The expected number of distinct values among draws from 2^bits.</summary>
    private static double Distinct(int bits, int draws)
    {
        double size = Math.ScaleB(1, bits);
        return size * (1 - Math.Pow(1 - (1 / size), draws));
    }

    private static int Nonce(int bits) => bits == 0 ? 0 : NonceBytes;
}
